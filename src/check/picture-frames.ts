/** What is known of the frames of a picture. */
export interface Frames {
  readonly moves: boolean;
  /** The first frame has one colour all over, so that it shows nothing. */
  readonly isFirstBlank: boolean;
}

/** The frames of a GIF or an animated PNG; undefined of any other file, and of one that is cut off. */
export function framesOf(bytes: Buffer): Frames | undefined {
  if (/^GIF8[79]a$/.test(bytes.toString("latin1", 0, 6))) return framesOfGif(bytes);
  if (bytes.toString("latin1", 1, 4) === "PNG") return { moves: isAnimatedPng(bytes), isFirstBlank: false };
  return undefined;
}

/**
 * GIF89a: a header and a colour table, then extensions (0x21) and images (0x2C), each with its data in sub-blocks, to
 * 0x3B.
 */
function framesOfGif(bytes: Buffer): Frames | undefined {
  let at = 13 + tableBytes(bytes[10] ?? 0);
  let images = 0;
  let isFirstBlank = false;
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x21) at = behindBlocks(bytes, at + 2);
    else if (kind === 0x2c) {
      const data = at + 10 + tableBytes(bytes[at + 9] ?? 0);
      if (data >= bytes.length) return undefined;
      const end = behindBlocks(bytes, data + 1);
      if (images === 0) {
        const pixels = bytes.readUInt16LE(at + 5) * bytes.readUInt16LE(at + 7);
        isFirstBlank = pixels > 1 && isOneColour(blocksFrom(bytes, data + 1), bytes[data] ?? 8);
      }
      images += 1;
      at = end;
    } else break;
  }
  return images === 0 ? undefined : { moves: images > 1, isFirstBlank };
}

function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

function behindBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}

function blocksFrom(bytes: Buffer, from: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = from; at < bytes.length && bytes[at] !== 0; at += 1 + (bytes[at] ?? 0))
    parts.push(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  return Buffer.concat(parts);
}

/**
 * Reads GIF's LZW only as far as the question needs: a colour comes up first as a code of its own, below the code that
 * clears the table, so a frame has one colour when no second such code is in it. `least` is the smallest code size.
 */
function isOneColour(data: Buffer, least: number): boolean {
  const clear = 2 ** least;
  const end = clear + 1;
  let size = least + 1;
  let next = clear + 2;
  let colour: number | undefined;
  let isAfterClear = true;
  for (let bit = 0; bit + size <= data.length * 8; ) {
    const code = bitsAt(data, bit, size);
    bit += size;
    if (code === end) break;
    if (code === clear) {
      size = least + 1;
      next = clear + 2;
      isAfterClear = true;
      continue;
    }
    if (code < clear) {
      if (colour !== undefined && code !== colour) return false;
      colour = code;
    }
    if (!isAfterClear && next < 4096) next += 1;
    isAfterClear = false;
    if (next >= 2 ** size && size < 12) size += 1;
  }
  return colour !== undefined;
}

function bitsAt(data: Buffer, from: number, count: number): number {
  let value = 0;
  for (let bit = 0; bit < count; bit += 1)
    value |= (((data[(from + bit) >> 3] ?? 0) >> ((from + bit) & 7)) & 1) << bit;
  return value;
}

/** The chunk `acTL` stands before the first `IDAT` and says how many frames there are. */
function isAnimatedPng(bytes: Buffer): boolean {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const kind = bytes.toString("latin1", at + 4, at + 8);
    if (kind === "acTL") return bytes.readUInt32BE(at + 8) > 1;
    if (kind === "IDAT") return false;
    at += 12 + bytes.readUInt32BE(at);
  }
  return false;
}
