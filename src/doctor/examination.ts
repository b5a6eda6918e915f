/** The parts of an examination, in the order in which they are shown. */
export const parts = ["here", "relay", "dns", "service", "probe"] as const;
export type Part = (typeof parts)[number];

/**
 * How a finding is meant. `good`: as it should be. `warning`: mail goes out, and something is worse than it need be.
 * `problem`: mail is lost, refused or not signed. `unseen`: it could not be looked at, and the finding says why.
 */
export const verdicts = ["good", "warning", "problem", "unseen"] as const;
export type Verdict = (typeof verdicts)[number];

/** One thing that `doctor` looks at. What is seen is gathered before, so `judge` is a pure function. */
export interface Examination<Seen> {
  /** Stable, `part/short-name`: findings are known by it. */
  readonly id: `${Part}/${string}`;
  /** What comes of it when it is wrong: one sentence. */
  readonly why: string;
  /** What helps in general; a finding may know it more exactly. */
  readonly helps: string;
  judge(seen: Seen): readonly Judged[];
}

/** What an examination says of what it has seen. */
export interface Judged {
  readonly verdict: Verdict;
  /** The relay, the domain or the file it is about; left out where there is one only. */
  readonly about?: string;
  /** Whole sentences: what was seen. */
  readonly says: string;
  /** More exact than `helps`. */
  readonly remedy?: string;
  /** Lines of a zone file to copy. */
  readonly records?: readonly string[];
}

/** A finding as it is shown and printed as JSON. */
export interface Finding extends Judged {
  readonly examination: string;
  readonly part: Part;
}

/** What all of these examinations find. Warnings and problems always have a remedy. */
export function examine<Seen>(examinations: readonly Examination<Seen>[], seen: Seen): readonly Finding[] {
  return examinations.flatMap(({ id, helps, judge }) =>
    judge(seen).map((judged) => ({
      examination: id,
      part: partOf(id),
      ...judged,
      ...(isTrouble(judged) && judged.remedy === undefined ? { remedy: helps } : {}),
    })),
  );
}

export function isTrouble({ verdict }: Pick<Judged, "verdict">): boolean {
  return verdict === "warning" || verdict === "problem";
}

/** How many findings there are of each verdict. */
export function countVerdicts(findings: readonly Finding[]): Readonly<Record<Verdict, number>> {
  const counts = { good: 0, warning: 0, problem: 0, unseen: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}

export function good(says: string, about?: string): Judged {
  return judged("good", says, about);
}

export function unseen(says: string, about?: string): Judged {
  return judged("unseen", says, about);
}

export function warning(says: string, remedy?: string, about?: string): Judged {
  return { ...judged("warning", says, about), ...(remedy === undefined ? {} : { remedy }) };
}

export function problem(says: string, remedy?: string, about?: string): Judged {
  return { ...judged("problem", says, about), ...(remedy === undefined ? {} : { remedy }) };
}

function judged(verdict: Verdict, says: string, about: string | undefined): Judged {
  return { verdict, says, ...(about === undefined ? {} : { about }) };
}

function partOf(id: `${Part}/${string}`): Part {
  return id.slice(0, id.indexOf("/")) as Part;
}
