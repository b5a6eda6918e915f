/** 64 bits of a hash: two halves, since integers of JavaScript have 53. */
export interface HashHalves {
  readonly high: number;
  readonly low: number;
}

/** Marks in memory, as many as there is room for. */
export interface MarkMemory {
  /** The line that the hash has been marked with before; undefined when it has one only now, `full` when there is no room for it. */
  note(hash: HashHalves, line: number): number | "full" | undefined;
}

/**
 * A table of hashes and lines in one piece of memory, 15 bytes a mark: where a hash belongs says its lower half, and when that slot is taken it
 * is the next free one. Lines count from 1, so a slot with the line 0 is free. The system gives out the pages of it as they are used.
 */
export function markMemory(most: number): MarkMemory {
  const slots = Math.ceil(most * spare) + 1;
  const table = new Uint32Array(slots * 3);
  let count = 0;
  return {
    note({ high, low }, line) {
      for (let slot = low % slots; ; slot = (slot + 1) % slots) {
        const at = slot * 3;
        const marked = table[at + 2] ?? 0;
        if (marked === 0) {
          if (count >= most) return "full";
          count += 1;
          table[at] = high;
          table[at + 1] = low;
          table[at + 2] = line;
          return undefined;
        }
        if (table[at] === high && table[at + 1] === low) return marked;
      }
    },
  };
}

/** So many slots for each mark. With fewer, more of them have to be looked at. */
const spare = 1.25;
