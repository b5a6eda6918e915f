import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Tokens are lower-case base32 without padding (RFC 4648 section 6), so that they survive mail programs and relays that
 * change the case of a URL or of a local part.
 */
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** 160 random bits, 32 characters. */
export function randomToken(): string {
  return base32(randomBytes(20));
}

/** A 256-bit key as text, for `keyedToken` and `signedTokens`. */
export function randomKey(): string {
  return base32(randomBytes(32));
}

/** A name for `parts` that only the holder of the key can make or connect with them: 160 bits, 32 characters. */
export function keyedToken(key: string, purpose: string, ...parts: readonly string[]): string {
  return base32(mac(key, purpose, parts).subarray(0, 20));
}

/**
 * What signed tokens are for. Each takes bytes of its own of one proof, by its place in this list: so a place is never
 * given to another purpose, or a link in old mail would open as something else. Another one is added behind the last.
 */
const purposes = ["bounce", "web", "vote", "confirm", "preferences"] as const;
export type TokenPurpose = (typeof purposes)[number];

/**
 * The tokens of one reader in one mailing: each carries the two counters and proves that we made it, bound to one
 * purpose. 12 bytes of numbers and a 128-bit proof: 45 characters, so `bounce+<token>` stays under the 64 of a local
 * part. One hash serves all of them, since a message has several.
 */
export function signedTokens(
  key: string,
  mailing: number,
  reader: number,
): (purpose: TokenPurpose) => string {
  const numbers = packNumbers(mailing, reader);
  let proof: Buffer | undefined;
  return (purpose) => {
    proof ??= proofOf(key, numbers);
    return base32(Buffer.concat([numbers, partOf(proof, purpose)]));
  };
}

/** The counters of a token that was signed with this key and for this purpose, or undefined. Constant time. */
export function openToken(
  key: string,
  purpose: TokenPurpose,
  token: string,
): { readonly mailing: number; readonly reader: number } | undefined {
  const bytes = fromBase32(token);
  if (bytes?.length !== 28) return undefined;
  const numbers = bytes.subarray(0, 12);
  if (!timingSafeEqual(bytes.subarray(12), partOf(proofOf(key, numbers), purpose))) return undefined;
  return { mailing: numbers.readUIntBE(0, 6), reader: numbers.readUIntBE(6, 6) };
}

function packNumbers(mailing: number, reader: number): Buffer {
  // Buffer writes NaN and 1.5 as another number, and that would be another reader.
  if (!Number.isSafeInteger(mailing) || !Number.isSafeInteger(reader))
    throw new RangeError(`a token is out of range: ${mailing}, ${reader}`);
  const numbers = Buffer.alloc(12);
  numbers.writeUIntBE(mailing, 0, 6);
  numbers.writeUIntBE(reader, 6, 6);
  return numbers;
}

/**
 * Bytes that look random to whoever has not the key, as many as all purposes need: parts of them say nothing about one
 * another. SHAKE256 gives as many as are asked for, the first ones always the same, and a key before what is hashed
 * makes it a MAC (it is a sponge, so nothing can be appended; NIST SP 800-185 builds KMAC on that). The numbers have a
 * fixed length, so where the key ends is never in doubt.
 */
function proofOf(key: string, numbers: Buffer): Buffer {
  return createHash("shake256", { outputLength: purposes.length * proofBytes })
    .update(`signed token\0${key}\0`)
    .update(numbers)
    .digest();
}

function partOf(proof: Buffer, purpose: TokenPurpose): Buffer {
  const start = purposes.indexOf(purpose) * proofBytes;
  return proof.subarray(start, start + proofBytes);
}

/** 128 bits for each purpose. */
const proofBytes = 16;

function mac(key: string, purpose: string, parts: readonly string[]): Buffer {
  return createHmac("sha256", key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();
}

function base32(bytes: Buffer): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(value << (5 - bits)) & 31];
}

function fromBase32(text: string): Buffer | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text.toLowerCase()) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >>> bits) & 255);
      value &= (1 << bits) - 1;
    }
  }
  // Bits to spare must be zero, and fewer than a letter's: otherwise one token could be written in many ways.
  return bits < 5 && (value & ((1 << bits) - 1)) === 0 ? Buffer.from(bytes) : undefined;
}
