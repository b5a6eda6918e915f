import { systemClock } from "../../base/clock.ts";
import { type AudienceExpression, audienceText } from "../../model/audience.ts";
import { type DeliveryCounts, type Mailing, unfinished } from "../../model/mailing.ts";
import { joinedSince } from "../../store/audience.ts";
import { findMailing } from "../../store/mailings.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { nameUnfinished } from "./name-unfinished.ts";
import { countOf } from "../newsletter.ts";
import { audienceWords } from "../only-option.ts";
import { resumeOf } from "./resume-command.ts";
import type { SendRequest } from "./send-request.ts";

/**
 * `send` for a mailing that is over: says who has the issue, and who of those it is for does not, because they have
 * joined since or are left to another mailing.
 */
export async function sendOver(
  request: SendRequest,
  mailing: Mailing,
  counts: DeliveryCounts,
): Promise<{ readonly code: ExitCode; readonly joined: number }> {
  const { terminal, store, list, only } = request;
  const { issue } = mailing;
  const say = (sentence: string) => (request.json ? terminal.note(sentence) : terminal.print(sentence));
  const others = await nameUnfinished(request, mailing);
  const whom = audienceWords(mailing.list, mailing.only);
  if (mailing.state === "cancelled") {
    say(`The mailing of this issue to ${whom} was cancelled. Nothing was sent.`);
    return { code: unfinished(counts) === 0 ? exitCodes.done : exitCodes.incomplete, joined: 0 };
  }
  const target = { issue, list: list.id, at: systemClock.now(), ...(only === undefined ? {} : { only }) };
  const joined = await joinedSince(store, target);
  // A part is done when its own readers are; the list is not before its parts are.
  const leftToParts = only === undefined && others.some((other) => other.list === mailing.list);
  const { submitted, rejected, skipped } = counts;
  const also =
    rejected + skipped === 0 ? "" : ` (${rejected} rejected, ${skipped} skipped: npx letterpress status)`;
  if (joined === 0 && !leftToParts) {
    say(
      `Everybody on ${whom} already has this issue: ${countOf(submitted, "reader")}${also}. Nothing was sent.`,
    );
    return { code: exitCodes.done, joined };
  }
  const have = `${countOf(submitted, "reader")} ${submitted === 1 ? "has" : "have"} it${also}`;
  say(`The mailing of this issue to ${whom} is finished: ${have}. Nothing was sent.`);
  if (joined > 0) {
    const more =
      joined === 1
        ? "1 more has joined since and does"
        : `${joined.toLocaleString("en")} more have joined since and do`;
    say(`${more} not have it. ${await howToReach(request, mailing)}`);
  }
  return { code: exitCodes.incomplete, joined };
}

/** Whom a finished mailing did not know is reached by another one, to the same people in other words. */
async function howToReach({ store, config, list, only }: SendRequest, mailing: Mailing): Promise<string> {
  const theirs: AudienceExpression = { type: "list", list: list.id };
  const others = only === undefined ? [] : only.type === "and" ? only.of : [only];
  const late: AudienceExpression = only === undefined ? theirs : { type: "and", of: [...others, theirs] };
  const isDeclared = config.lists.some(({ id }) => id === list.id);
  if (!isDeclared || (await findMailing(store, mailing.issue, list.id, late)) !== undefined)
    return "A finished mailing takes nobody in: give them a tag, and send to that with --only.";
  return `Send it to them with: ${resumeOf({ ...mailing, only: audienceText(late) }, config)}`;
}
