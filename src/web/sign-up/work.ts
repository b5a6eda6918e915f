import { createHash } from "node:crypto";

/**
 * The work that browsers have done for forms. Each is good for one sign-up, or a program would work once and send a
 * thousand. It is kept in the memory, and no more than so many. A restart forgets them, and a form is good for a day.
 */
export class SpentWork {
  readonly #bits: number;
  readonly #spent = new Set<string>();

  constructor(bits: number) {
    this.#bits = bits;
  }

  /** Whether the work was done, and not spent before. */
  isGood(time: string, number: string | undefined): boolean {
    return hasWorked(time, number, this.#bits) && !this.#spent.has(keyOf(time, number));
  }

  spend(time: string, number: string | undefined): void {
    if (this.#bits === 0) return;
    this.#spent.add(keyOf(time, number));
    for (const oldest of this.#spent) {
      if (this.#spent.size <= mostSpent) return;
      this.#spent.delete(oldest);
    }
  }
}

/**
 * Whether a browser has worked for this form: a number for which the SHA-256 of `<form time>:<number>` begins with so
 * many zero bits. Each bit doubles the work; 16 take a phone about a second (templates/pages/work.js).
 */
function hasWorked(time: string, number: string | undefined, bits: number): boolean {
  if (bits === 0) return true;
  if (number === undefined || !/^\d{1,15}$/.test(number)) return false;
  const hash = createHash("sha256").update(`${time}:${number}`).digest();
  return Math.clz32(hash.readUInt32BE()) >= bits;
}

function keyOf(time: string, number = ""): string {
  return `${time}:${number}`;
}

const mostSpent = 50_000;
