import { basename } from "node:path/posix";
import { isCalendarDay, localDay, systemClock } from "../../base/clock.ts";
import { checkEach } from "../../check/check-each.ts";
import type { CheckContext, CheckedIssue } from "../../check/check-issue.ts";
import type { Config } from "../../config/config.ts";
import { type Fixable, fixText } from "../../issue/fix-text.ts";
import { readIssueFile } from "../../issue/read-issue.ts";
import { listMailings } from "../../store/mailings.ts";
import { openExistingStore } from "../newsletter.ts";
import { writeInside } from "../write-inside.ts";

/** Checks issues and mends in their files what can be mended without asking. */
export interface IssueFixer {
  fix(file: string): Promise<FixedIssue>;
}

export interface FixedIssue {
  /** The issue as its file is now: with `dryRun`, as it was. */
  readonly checked: CheckedIssue;
  readonly made: readonly Fixable[];
  /** Why nothing was written, or not everything, whole sentences. */
  readonly notes: readonly string[];
}

/** What is mended may bring something else to light, such as a second sign in one line. */
const mostRounds = 5;

export interface FixWish {
  /** Nothing is written. */
  readonly dryRun: boolean;
  /** Somebody named each issue, and so knows which it is. */
  readonly isNamed: boolean;
}

/**
 * `contextNow` is asked again after each change, because the issues on the shelf are those of the disk. An issue of which there is a mailing
 * is never written: what its readers got was made of that file. Without a store (it is in no repository) nobody knows that, so then no issue
 * is written whose day is past, unless it was named.
 */
export async function issueFixer(
  config: Config,
  contextNow: () => CheckContext,
  { dryRun, isNamed }: FixWish,
): Promise<IssueFixer> {
  const sent = await sentIssues(config);
  const whyLeft = ({ file, issue }: CheckedIssue): string | undefined => {
    if (sent?.has(issueOf(file))) return "there is a mailing of it";
    const day = issue?.date ?? issueOf(file).slice(0, 10);
    const isPast = isCalendarDay(day) && day < localDay(systemClock.now());
    if (sent !== undefined || isNamed || !isPast) return undefined;
    return "its day is past, and without a store nobody knows whether it was sent. Name it to have it mended";
  };
  return {
    async fix(file) {
      const made: Fixable[] = [];
      let checked = await checkEach(contextNow(), file);
      for (let round = 0; round < mostRounds; round += 1) {
        if (!checked.problems.some(({ fix }) => fix !== undefined)) break;
        const left = whyLeft(checked);
        if (left !== undefined) return { checked, made, notes: [`${file} is left as it is: ${left}.`] };
        const text = await readIssueFile(config.root, file);
        const fixed = fixText({ file, text }, checked.problems);
        if (fixed.made.length === 0) break;
        if (dryRun) return { checked, made: fixed.made, notes: [] };
        const written = await writeAgain(config.root, file, text, fixed.text);
        if (written !== undefined) return { checked, made, notes: [written] };
        made.push(...fixed.made);
        checked = await checkEach(contextNow(), file);
      }
      return { checked, made, notes: [] };
    },
  };
}

function issueOf(file: string): string {
  return basename(file).replace(/\.ya?ml$/, "");
}

/** Undefined without a store. */
async function sentIssues(config: Config): Promise<ReadonlySet<string> | undefined> {
  await using store = await openExistingStore(config);
  return store === undefined ? undefined : new Set((await listMailings(store)).map(({ issue }) => issue));
}

/** Somebody may have saved the file while it was checked: what they wrote is not written over. */
async function writeAgain(
  root: string,
  file: string,
  before: string,
  after: string,
): Promise<string | undefined> {
  if ((await readIssueFile(root, file)) !== before)
    return `${file} was saved meanwhile, and is left as it is.`;
  const done = await writeInside(root, file, after);
  return done.status === "written" ? undefined : `${file} cannot be written: ${done.why}.`;
}
