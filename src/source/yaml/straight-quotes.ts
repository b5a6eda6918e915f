import type { Problem } from "../../base/problem.ts";

/**
 * The same findings; where a value stands in typographic quotes already, "put quotes round it" would only puzzle, so
 * the remedy says which quotes.
 */
export function straightQuotes(problems: readonly Problem[], lines: readonly string[]): readonly Problem[] {
  return problems.map((one) => {
    const quote = typographic.exec(lines[one.at.line - 1] ?? "")?.[1];
    if (quote === undefined || !one.remedy?.includes("quotes")) return one;
    return { ...one, remedy: `YAML does not know ${quote} as a quote. Write straight quotes: "…" or '…'.` };
  });
}

const typographic = /^\s*(?:- )*(?:[^:#]+:\s+)?([“”„‟«»‘’‚‹›])/;
