import type { PolledQuestion, Segments } from "../../model/edition.ts";
import { pollsIn } from "../../model/poll.ts";
import { linksOf } from "../../message/links.ts";
import { subjectText } from "../../message/headers.ts";
import type { Store } from "../../store/store.ts";
import { type Ballot, voteOf } from "../../store/votes.ts";
import type { KeptEditions } from "../mailed/kept-editions.ts";
import { findMailedIssue } from "../mailed/mailed-issue.ts";

/** A reader before a poll of the mail that they got, everything as they read it. */
export interface OpenBallot extends Ballot {
  readonly issue: string;
  readonly language: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  /** The id of what they voted for so far. */
  readonly voted?: string;
}

/** `unknown`: the token opens nothing, its reader is gone, or their mail did not ask that. Changes nothing. */
export async function openBallot(
  from: { readonly store: Store; readonly editions: KeptEditions },
  asked: { readonly token: string; readonly poll: string },
): Promise<OpenBallot | "ended" | "unknown"> {
  const found = await findMailedIssue(from, "vote", asked.token);
  if (found.status === "ended") return found.status;
  if (found.status !== "found") return "unknown";
  const { mailing, edition, recipient, key } = found;
  const poll: PolledQuestion | undefined = pollsIn(edition).find(({ id }) => id === asked.poll);
  if (poll === undefined) return "unknown";
  const origin = { siteUrl: mailing.sender.siteUrl, mailing: mailing.id, key };
  const source = { recipient, links: linksOf(origin, recipient) };
  const text = (segments: Segments) => subjectText(segments, source);
  const ballot = { mailing: mailing.id, subscriber: recipient.subscriber, poll: poll.id };
  const voted = await voteOf(from.store, ballot);
  return {
    ...ballot,
    issue: mailing.issue,
    language: edition.language,
    question: text(poll.question),
    options: poll.options.map(({ id, title }) => ({ id, title: text(title) })),
    ...(voted === undefined ? {} : { voted }),
  };
}
