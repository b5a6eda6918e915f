import { figure } from "./table.ts";

/** A ratio that Letterpress is to reach. */
export interface Aim {
  readonly what: string;
  readonly ratio: number | undefined;
  /** At least this, or with `atMost`, at most. */
  readonly aim: number;
  readonly atMost?: boolean;
}

/** One line of Markdown for each aim, with whether it was reached. */
export function aimWords(aims: readonly Aim[]): string {
  return aims
    .map(({ what, ratio, aim, atMost = false }) => {
      if (ratio === undefined) return `- ${what}: not measured (aim: ${aim})`;
      const reached = atMost ? ratio <= aim : ratio >= aim;
      const digits = aim < 2 ? 2 : 1;
      return `- ${what}: **${figure(ratio, digits)}** (aim: at ${atMost ? "most" : "least"} ${aim}, ${reached ? "reached" : "missed"})`;
    })
    .join("\n");
}
