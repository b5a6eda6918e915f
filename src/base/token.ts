import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Tokens are lower-case base32 without padding (RFC 4648 section 6), so that they survive mail programs and relays that
 * change the case of a URL or of a local part.
 */
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** 160 random bits, 32 characters. */
export function randomToken(): string {
  return base32(randomBytes(20));
}

/** A 256-bit key as text, for `keyedToken` and `signToken`. */
export function randomKey(): string {
  return base32(randomBytes(32));
}

/** A name for `parts` that only the holder of the key can make or connect with them: 160 bits, 32 characters. */
export function keyedToken(key: string, purpose: string, ...parts: readonly string[]): string {
  return base32(mac(key, purpose, parts).subarray(0, 20));
}

/**
 * A token that carries two counters (a mailing and a reader) and proves that we made it, bound to one purpose.
 * 12 bytes of numbers and a 128-bit proof: 45 characters, so `bounce+<token>` stays under the 64 of a local part.
 */
export function signToken(key: string, purpose: string, mailing: number, reader: number): string {
  const numbers = packNumbers(mailing, reader);
  return base32(Buffer.concat([numbers, proof(key, purpose, numbers)]));
}

/** The counters of a token made by `signToken` with this key and purpose, or undefined. Constant time. */
export function openToken(
  key: string,
  purpose: string,
  token: string,
): { readonly mailing: number; readonly reader: number } | undefined {
  const bytes = fromBase32(token);
  if (bytes?.length !== 28) return undefined;
  const numbers = bytes.subarray(0, 12);
  if (!timingSafeEqual(bytes.subarray(12), proof(key, purpose, numbers))) return undefined;
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

function proof(key: string, purpose: string, numbers: Buffer): Buffer {
  return createHmac("sha256", key).update(`${purpose}\0`).update(numbers).digest().subarray(0, 16);
}

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
