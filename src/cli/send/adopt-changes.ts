import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { CheckedIssue } from "../../check/check-issue.ts";
import type { Mailing } from "../../model/mailing.ts";
import { type Adopted, adoptEditions, editionsOf } from "../../store/mailings.ts";
import { checkToSend } from "./check-to-send.ts";
import { countOf } from "../newsletter.ts";
import { gitCommit } from "../git/git-commit.ts";
import { forAllOf } from "./for-all.ts";
import { heldBy, isAlive } from "./runner.ts";
import { goesOnWith, type SendRequest } from "./send-request.ts";
import { copyPictures, sendable } from "./sendable.ts";
import { type Change, changesOf, showChanges } from "./show-changes.ts";

/** The issue as its files say it now, and how that differs from what was frozen. */
export interface Changed {
  /** Undefined when the file cannot be read at all. */
  readonly checked?: CheckedIssue;
  readonly changes: readonly Change[];
}

/**
 * Shows what has changed on the disk since the start. It is sent to those who are left only when that was asked for.
 */
export async function whatChanged(request: SendRequest, mailing: Mailing): Promise<Changed> {
  const { terminal, store, adopt } = request;
  const frozen = await editionsOf(store, mailing.id);
  const checked = await checkAgain(request);
  const found = checked === undefined ? {} : { checked };
  const now = checked?.editions ?? [];
  if (now.length === 0) {
    const asItWas = adopt ? "" : " Those who are left get what was approved, as it was.";
    terminal.note(`The issue has changed since, and has problems now: npx letterpress check.${asItWas}`);
    return { ...found, changes: [] };
  }
  const kept = now.filter(({ variant }) => frozen.some((one) => one.variant === variant));
  // Possible variants that nobody has are no change, unless the issue divides its readers otherwise now.
  const changes = changesOf(frozen, kept.length === frozen.length ? kept : now);
  if (changes.length > 0) {
    terminal.note("The issue or its template has changed since:");
    showChanges(terminal, changes);
    if (!adopt)
      terminal.note(
        `Those who are left get what was approved, as it was. To send them the corrected one: ${goesOnWith(request, mailing)} --adopt-changes`,
      );
  } else if (adopt) terminal.note("Nothing has changed since, so there is nothing to adopt.");
  return { ...found, changes };
}

async function checkAgain(request: SendRequest): Promise<CheckedIssue | undefined> {
  try {
    return await checkToSend(request);
  } catch (fault) {
    if (fault instanceof LetterpressError) return undefined;
    throw fault;
  }
}

/** Whether the issue of the files may be adopted; otherwise why not has been said. */
export function mayAdopt(request: SendRequest, { checked }: Changed): boolean {
  if (!request.adopt) return true;
  if (checked === undefined) {
    request.terminal.note("There is nothing to adopt; nothing was sent.");
    return false;
  }
  return sendable(request, checked) !== undefined;
}

/** Gives those who are left the issue of the files, once that has been approved; without a change nothing happens. */
export async function adoptChanges(
  request: SendRequest,
  mailing: Mailing,
  { checked, changes }: Changed,
): Promise<void> {
  if (!request.adopt || checked === undefined || changes.length === 0) return;
  await copyPictures(request, checked);
  const { split, editions } = checked;
  const commit = await gitCommit(request.config.root);
  const from = commit === undefined ? {} : { commit };
  const at = { mailing: mailing.id, now: systemClock.now(), isAlive };
  const forAll = mailing.only === undefined ? forAllOf(checked) : undefined;
  const adopted = await adoptEditions(request.store, { ...at, split, editions, forAll, ...from });
  if (adopted.status === "held") throw heldBy(adopted);
  if (adopted.status === "adopted") request.terminal.note(adoptedWords(adopted));
}

/** Who may have a copy is not sent another one, see store/ledger.ts. */
function adoptedWords({ revision, readers }: Extract<Adopted, { status: "adopted" }>): string {
  const what = `revision ${revision} of the issue`;
  if (readers === 0)
    return `Nobody gets ${what}: all who are left may have a copy of the one before, and are sent no other.`;
  return `${countOf(readers, "reader")} ${readers === 1 ? "gets" : "get"} ${what}.`;
}
