import type { Cleaned, ImportReport, Refusal } from "./import-report.ts";

/** What is counted of an import; how much of it is named is bounded. */
export interface Account {
  row(): void;
  count(what: "added" | "updated" | "unchanged" | "unsubscribed" | "suppressed"): void;
  /** `isFaulty`: somebody could mend the row. */
  refuse(refusal: Refusal, isFaulty: boolean): void;
  clean(cleaned: Cleaned): void;
  leaveOut(tag: string): void;
  report(): ImportReport;
}

export function openAccount(): Account {
  const counts = { rows: 0, added: 0, updated: 0, unchanged: 0, unsubscribed: 0, suppressed: 0 };
  const refused: Refusal[] = [];
  const cleaned: Cleaned[] = [];
  const tags = new Map<string, number>();
  let [moreRefused, moreCleaned, faulty] = [0, 0, 0];
  return {
    row: () => {
      counts.rows += 1;
    },
    count: (what) => {
      counts[what] += 1;
    },
    refuse: (refusal, isFaulty) => {
      if (isFaulty) faulty += 1;
      if (refused.length < reported) refused.push(refusal);
      else moreRefused += 1;
    },
    clean: (one) => {
      if (cleaned.length < reported) cleaned.push(one);
      else moreCleaned += 1;
    },
    leaveOut: (tag) => {
      if (tags.has(tag) || tags.size < namedTags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    },
    report: () => ({
      ...counts,
      refused,
      moreRefused,
      faulty,
      cleaned,
      moreCleaned,
      leftOutTags: Object.fromEntries([...tags].sort(([, a], [, b]) => b - a)),
    }),
  };
}

const reported = 1_000;
const namedTags = 100;
