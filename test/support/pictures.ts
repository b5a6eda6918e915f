import { deflateSync } from "node:zlib";

/** Small pictures, made here, so that their sizes are known. */

/** A PNG of one colour. */
export function pngPicture(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  return Buffer.concat([
    pngHeader(width, height),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The beginning of a PNG, which says how large it is. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
  ]);
}

/** The beginning of a JPEG: Exif's orientation (1 is upright) and its size. */
export function jpegPicture(width: number, height: number, orientation: number): Buffer {
  const exif = Buffer.concat([
    Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", "latin1"),
    Buffer.from([0, orientation, 0, 0, 0, 0, 0, 0]),
  ]);
  const size = Buffer.alloc(15);
  size.set([8], 0);
  size.writeUInt16BE(height, 1);
  size.writeUInt16BE(width, 3);
  size.set([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1], 5);
  const marker = (name: number, content: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(content.length + 2);
    return Buffer.concat([Buffer.from([0xff, name]), length, content]);
  };
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    marker(0xe1, exif),
    marker(0xc0, size),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** The beginning of a GIF: its signature and its size are all that measuring needs. */
export function gifPicture(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  return Buffer.concat([Buffer.from("GIF89a"), size, Buffer.from([0, 0, 0, 0x3b])]);
}

export function svgPicture(width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"></svg>`;
}

/** A piece of a PNG, with its length and its checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
