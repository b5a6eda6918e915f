import { createHash } from "node:crypto";

/**
 * Whether a browser has worked for this form: a number for which the SHA-256 of `<form time>:<number>` begins with so many zero bits.
 * Each bit doubles the work; 16 take a phone about a second (templates/pages/work.js).
 */
export function hasWorked(time: string, number: string | undefined, bits: number): boolean {
  if (bits === 0) return true;
  if (number === undefined || !/^\d{1,15}$/.test(number)) return false;
  const hash = createHash("sha256").update(`${time}:${number}`).digest();
  return Math.clz32(hash.readUInt32BE()) >= bits;
}
