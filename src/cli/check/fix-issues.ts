import { basename } from "node:path/posix";
import { LetterpressError } from "../../base/errors.ts";
import { checkEach } from "../../check/check-each.ts";
import { formatPosition } from "../../base/problem.ts";
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
 * `contextNow` is asked again after each change, because the issues on the shelf are those of the disk. An issue of
 * which there is a mailing is never written: what its readers got was made of that file. Without a store (it is in no
 * repository) nobody knows that, and an issue may be frozen days before its own: so then only drafts are written, which
 * nobody can have sent, and what was named.
 */
export async function issueFixer(
  config: Config,
  contextNow: () => CheckContext,
  { dryRun, isNamed }: FixWish,
): Promise<IssueFixer> {
  const sent = await sentIssues(config);
  const whyLeft = ({ file, issue }: CheckedIssue): string | undefined => {
    if (sent?.has(issueOf(file))) return "there is a mailing of it";
    if (sent !== undefined || isNamed || issue?.status === "draft") return undefined;
    return "it is no draft, and without a store nobody knows whether it was sent. Name it to have it mended";
  };
  return {
    async fix(file) {
      const made: Fixable[] = [];
      const look = () => checkedText(config.root, contextNow, file);
      let { text, checked } = await look();
      for (let round = 0; round < mostRounds; round += 1) {
        if (!checked.problems.some(({ fix }) => fix !== undefined)) break;
        const left = whyLeft(checked);
        if (left !== undefined) return { checked, made, notes: [`${file} is left as it is: ${left}.`] };
        const fixed = fixText({ file, text }, checked.problems);
        const notes = fixed.left.map(({ at, why }) => `${formatPosition(at)} is not mended: ${why}.`);
        if (dryRun || fixed.made.length === 0) return { checked, made: [...made, ...fixed.made], notes };
        const written = await writeAgain(config.root, file, text, fixed.text);
        if (written.status === "refused")
          return { checked, made, notes: [`${file} cannot be written: ${written.why}.`] };
        if (written.status === "written") made.push(...fixed.made);
        ({ text, checked } = await look());
      }
      return { checked, made, notes: [] };
    },
  };
}

/** The issue with the text that it was read from: somebody, or another check, may save the file meanwhile. */
async function checkedText(
  root: string,
  contextNow: () => CheckContext,
  file: string,
): Promise<{ readonly text: string; readonly checked: CheckedIssue }> {
  for (let round = 1; ; round += 1) {
    const before = await textOf(root, file);
    const checked = await checkEach(contextNow(), file);
    if (round === mostRounds || (await textOf(root, file)) === before) return { text: before, checked };
  }
}

/** Nothing of a file that cannot be read: why is a finding. */
async function textOf(root: string, file: string): Promise<string> {
  try {
    return await readIssueFile(root, file);
  } catch (fault) {
    if (fault instanceof LetterpressError) return "";
    throw fault;
  }
}

function issueOf(file: string): string {
  return basename(file).replace(/\.ya?ml$/, "");
}

/** Undefined without a store. */
async function sentIssues(config: Config): Promise<ReadonlySet<string> | undefined> {
  await using store = await openExistingStore(config);
  return store === undefined ? undefined : new Set((await listMailings(store)).map(({ issue }) => issue));
}

type Rewritten =
  | { readonly status: "written" | "saved-meanwhile" }
  | { readonly status: "refused"; readonly why: string };

/** Somebody may have saved the file while it was checked: what they wrote is not written over. */
async function writeAgain(root: string, file: string, before: string, after: string): Promise<Rewritten> {
  // What was read in the place of bytes that are not UTF-8 must not be written over them.
  if (before.includes("\uFFFD"))
    return { status: "refused", why: "it is not UTF-8, and characters would be lost" };
  if ((await readIssueFile(root, file)) !== before) return { status: "saved-meanwhile" };
  const done = await writeInside(root, file, after);
  return done.status === "written" ? { status: "written" } : { status: "refused", why: done.why };
}
