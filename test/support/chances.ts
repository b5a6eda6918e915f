/** What a generator of test material draws from: the same for the same seed. */
export interface Chances {
  pick<Value>(from: readonly Value[]): Value;
  /** One to `most` values. */
  times<Value>(most: number, make: () => Value): Value[];
  /** 1, 2, 3 …, each once. */
  number(): number;
}

export function chancesFrom(seed: number): Chances {
  const next = numbersFrom(seed);
  let count = 0;
  return {
    pick: <Value>(from: readonly Value[]): Value => from[Math.floor(next() * from.length)] as Value,
    times: <Value>(most: number, make: () => Value): Value[] =>
      Array.from({ length: 1 + Math.floor(next() * most) }, make),
    number() {
      count += 1;
      return count;
    },
  };
}

/** Mulberry32: numbers in [0, 1). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
