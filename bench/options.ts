import { parseArgs } from "node:util";

/** What can be measured, in the order in which it is. */
export const parts = [
  "start",
  "render",
  "studio",
  "audience",
  "send",
  "message",
  "matrix",
  "latency",
  "million",
  "import",
  "service",
] as const;
export type Part = (typeof parts)[number];

export interface BenchOptions {
  readonly only: readonly Part[];
  /** How often each row of a table is measured; its figures are medians. */
  readonly rounds: number;
  /** What the numbers of readers are multiplied with. */
  readonly scale: number;
}

/** `--only send,latency --rounds 5 --quick`. Throws a sentence when that is not what was written. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [...parts] },
      rounds: { type: "string" },
      scale: { type: "string" },
      quick: { type: "boolean", default: false },
    },
  });
  return {
    only: values.only.flatMap((names) => names.split(",")).map(partOf),
    rounds: numberOf("--rounds", values.rounds ?? (values.quick ? "1" : "3")),
    scale: numberOf("--scale", values.scale ?? (values.quick ? "0.05" : "1")),
  };
}

function partOf(name: string): Part {
  const part = parts.find((one) => one === name);
  if (part === undefined)
    throw new Error(`--only ${name} is no part of the bench. Write one of ${parts.join(", ")}.`);
  return part;
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${option} ${text} is not a number above 0.`);
  return number;
}
