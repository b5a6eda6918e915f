import type { AudienceExpression } from "../../src/model/audience.ts";
import { comparisonSigns } from "../../src/model/comparison.ts";

/** A generator of numbers below `below`, the same for the same seed. */
export type Chance = (below: number) => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function oneOf<Value>(chance: Chance, values: readonly Value[]): Value {
  const value = values[chance(values.length)];
  if (value === undefined) throw new Error("nothing to choose from");
  return value;
}

/** Values of fields that are easily taken for something else by a parser or by a database. */
export const trickyValues: readonly string[] = [
  "",
  "Paris",
  "paris",
  "New York",
  "Köln",
  "Ko\u0308ln",
  "İstanbul",
  "القاهرة",
  "京都 🎉",
  "O'Brien",
  '"quoted" \\ back',
  "100%",
  "_",
  "%_%",
  "or",
  "not in (a, b)",
  "0",
  "00",
  "1e3",
  "null",
  "true",
  "-- drop",
  "-1",
  "1-1",
  "12.5",
  "1.2.3",
  ".5",
  "5.",
  "٣",
  "1999-12-31",
  "2000-1-1",
  "{{firstName}}",
  "Straße",
  "STRASSE",
];

/** Numbers and dates to compare with. */
const bounds = ["0", "-1", "12.5", "12.49", "100", "1999-12-31", "2000-01-01"];

/** An expression by chance over the given names and `trickyValues`, at most `depth` deep. */
export function randomAudience(
  chance: Chance,
  names: {
    readonly fields: readonly string[];
    readonly tags: readonly string[];
    readonly lists: readonly string[];
  },
  depth = 4,
): AudienceExpression {
  const inner = () => randomAudience(chance, names, depth - 1);
  const several = () => Array.from({ length: 2 + chance(3) }, inner);
  switch (chance(depth > 0 ? 9 : 5)) {
    case 0:
      return { type: "list", list: oneOf(chance, names.lists) };
    case 1:
      return { type: "tag", tag: oneOf(chance, names.tags) };
    case 2:
      return { type: "known", field: oneOf(chance, names.fields) };
    case 3: {
      const values = Array.from({ length: 1 + chance(4) }, () => oneOf(chance, trickyValues));
      return { type: "in", field: oneOf(chance, names.fields), values };
    }
    case 4:
      return {
        type: "compare",
        field: oneOf(chance, names.fields),
        sign: oneOf(chance, comparisonSigns),
        value: oneOf(chance, bounds),
      };
    case 5:
    case 6:
      return { type: "not", of: inner() };
    case 7:
      return { type: "and", of: several() };
    default:
      return { type: "or", of: several() };
  }
}
