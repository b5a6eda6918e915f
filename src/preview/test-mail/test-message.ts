import { clockSeconds, type Instant } from "../../base/clock.ts";
import { compileMessage } from "../../message/compile-message.ts";
import type { Signer } from "../../message/dkim/signer.ts";
import { personalize } from "../../message/personalize.ts";
import { type Edition, editionOf, type Segments } from "../../model/edition.ts";
import type { Message } from "../../model/message.ts";
import type { Recipient } from "../../model/subscriber.ts";
import type { OpenIssue, Proof } from "../desk/desk.ts";

/**
 * The message that a send would make of this edition for this reader, but for three things: its subject begins with a
 * mark, it goes to `to`, and links, return path and Message-ID are made with `key`. A key that was never used and is
 * kept nowhere makes links that open nothing, and a message that no mail program takes for one that it has. Throws as
 * `compileMessage` does.
 */
export function testMessage(
  { list, proof }: Pick<OpenIssue, "list"> & { readonly proof: Proof },
  edition: Edition,
  recipient: Recipient,
  made: {
    /** An address as `parseAddress` gives it. */
    readonly to: string;
    readonly key: string;
    /** What its subject begins with, see `testMark`. */
    readonly mark: string;
    readonly date: Instant;
    readonly signers: readonly Signer[];
  },
): Message {
  const { to, key, mark, date, signers } = made;
  const mailing = { issue: proof.issue.id, list: list.id, date };
  const marked = editionOf({ ...edition, subject: withMark(mark, edition.subject) });
  return personalize(compileMessage(marked, proof.sender, mailing, key, signers), {
    ...recipient,
    email: to,
  });
}

/**
 * What the subject of a test mail begins with. The time is in it because mail programs put mails with one subject into
 * one conversation, in which the second of two tests is easily missed. `one` says which it is of several.
 */
export function testMark(at: Instant, one?: { readonly number: number; readonly of: number }): string {
  return `[Test ${clockSeconds(at)}${one === undefined ? "" : `, ${one.number} of ${one.of}`}] `;
}

/** Neighbouring strings stay one. */
function withMark(mark: string, [first, ...rest]: Segments): Segments {
  if (typeof first === "string") return [mark + first, ...rest];
  return first === undefined ? [mark] : [mark, first, ...rest];
}
