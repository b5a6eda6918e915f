/** What SpamAssassin says of a message. */
export interface SpamReport {
  readonly score: number;
  /** From this on it calls a message spam. */
  readonly threshold: number;
  /** The rules that held, as it lists them. */
  readonly hits: readonly SpamHit[];
}

export interface SpamHit {
  /** `MONEY_BACK` */
  readonly name: string;
  readonly points: number;
  /** What it looks for: `Money back guarantee`. */
  readonly words: string;
}

/**
 * Reads the table at the end of a report. Its head is in the language of that machine, and its wording can be set
 * there, but the line of dashes is always the same, and a description that goes on stands below itself.
 */
export function parseHits(report: string): readonly SpamHit[] {
  const lines = report.replaceAll("\r\n", "\n").split("\n");
  const hits: SpamHit[] = [];
  for (const line of lines.slice(lines.findLastIndex((one) => /^\s?-{3,} -{10,} -{20,}\s*$/.test(one)) + 1)) {
    const [, points, name, words] = /^\s*(-?\d+(?:\.\d+)?)\s+([A-Z_][A-Z0-9_]*)\s*(.*)$/.exec(line) ?? [];
    const before = hits.at(-1);
    if (points !== undefined && name !== undefined)
      hits.push({ name, points: Number(points), words: (words ?? "").replace(/^[A-Z]+: /, "").trim() });
    else if (/^\s{20,}\S/.test(line) && before !== undefined)
      hits.splice(-1, 1, { ...before, words: `${before.words} ${line.trim()}` });
  }
  return hits;
}

/**
 * Rules that ask the network about where a message came from. This one has not travelled, so what they say of it is of
 * this machine, and of no reader's.
 */
export function asksNetwork({ name }: SpamHit): boolean {
  return /^(?:T_)?(?:RCVD_IN|RCVD_BY|URIBL|DKIM|SPF|DMARC|ARC|RAZOR2?|PYZOR|DCC|DNS_FROM|RDNS)_/.test(name);
}

/** A report without what the network said. */
export function withoutNetwork(report: SpamReport): SpamReport {
  const asked = report.hits.filter(asksNetwork).reduce((sum, { points }) => sum + points, 0);
  return {
    ...report,
    score: Math.round((report.score - asked) * 10) / 10,
    hits: report.hits.filter((hit) => !asksNetwork(hit)),
  };
}
