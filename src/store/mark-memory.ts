/** 64 bits of a hash: two halves, since integers of JavaScript have 53. */
export interface HashHalves {
  readonly high: number;
  readonly low: number;
}

/** Marks in memory, as many as there is room for. */
export interface MarkMemory {
  /**
   * The line that the hash has been marked with before; undefined when it has one only now, `full` when there is no
   * room for it.
   */
  note(hash: HashHalves, line: number): number | "full" | undefined;
  /** The line that the hash has been marked with, if it was. */
  find(hash: HashHalves): number | undefined;
}

/**
 * A table of hashes and lines in one piece of memory, 15 bytes a mark: where a hash belongs says its lower half, and
 * when that slot is taken it is the next free one. Lines count from 1, so a slot with the line 0 is free. The system
 * gives out the pages of it as they are used.
 */
export function markMemory(most: number): MarkMemory {
  const slots = Math.ceil(most * spare) + 1;
  const table = new Uint32Array(slots * 3);
  let count = 0;
  /** Where the hash is, or would be. */
  const placeOf = ({ high, low }: HashHalves): number => {
    for (let slot = low % slots; ; slot = (slot + 1) % slots) {
      const at = slot * 3;
      if (table[at + 2] === 0 || (table[at] === high && table[at + 1] === low)) return at;
    }
  };
  return {
    find: (hash) => table[placeOf(hash) + 2] || undefined,
    note(hash, line) {
      const at = placeOf(hash);
      const marked = table[at + 2] ?? 0;
      if (marked !== 0) return marked;
      if (count >= most) return "full";
      count += 1;
      table[at] = hash.high;
      table[at + 1] = hash.low;
      table[at + 2] = line;
      return undefined;
    },
  };
}

/** So many slots for each mark. With fewer, more of them have to be looked at. */
const spare = 1.25;
