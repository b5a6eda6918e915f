import { createHash } from "node:crypto";
import type { Instant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { compileMessage } from "../../message/compile-message.ts";
import type { Signer } from "../../message/dkim/signer.ts";
import { type PersonalView, personalView } from "../../message/personal-view.ts";
import { personalize } from "../../message/personalize.ts";
import type { Edition } from "../../model/edition.ts";
import type { Message } from "../../model/message.ts";
import { variantOf } from "../../model/variant.ts";
import { withBlockMarks } from "../mail/block-marks.ts";
import type { OpenIssue, Proof } from "./desk.ts";
import type { SampleReader } from "./sample-readers.ts";

/** What one reader gets, or why nobody can get it. */
export type Impression =
  | {
      readonly status: "made";
      readonly edition: Edition;
      readonly view: PersonalView;
      readonly message: Message;
      /** Changes when the HTML does. */
      readonly digest: string;
    }
  | { readonly status: "faulty"; readonly fault: LetterpressError };

/**
 * Pulls one impression by the same road as a send. Links that are signed are signed with a key that opens nothing; the
 * unsubscribe link has the token of the recipient, so a recipient of a preview has to come with `previewToken`.
 */
export function impressionOf(
  { list, proof }: Pick<OpenIssue, "list"> & { readonly proof: Proof },
  { recipient, tags, lists, variant }: SampleReader,
  date: Instant,
  signers: readonly Signer[],
): Impression {
  const { sender, split } = proof;
  const mailing = { issue: proof.issue.id, list: list.id, date };
  const facts = { id: recipient.subscriber, fields: recipient.fields, tags, lists };
  const key = variant ?? variantOf(split, facts).key;
  const edition = proof.editions.find((one) => one.variant === key);
  if (edition === undefined) return { status: "faulty", fault: nothingFor(key) };
  try {
    const view = personalView(edition, sender, mailing, previewKey, recipient);
    const message = personalize(compileMessage(edition, sender, mailing, previewKey, signers), recipient);
    const digest = createHash("sha256").update(edition.digest).update(view.html).digest("hex").slice(0, 16);
    return { status: "made", edition, view, message, digest };
  } catch (fault) {
    if (fault instanceof LetterpressError) return { status: "faulty", fault };
    throw fault;
  }
}

/** The HTML of one reader's mail for a frame of ours: each tag of a block says which one it is. */
export function markedHtml(
  { list, proof }: Pick<OpenIssue, "list"> & { readonly proof: Proof },
  { recipient }: SampleReader,
  edition: Edition,
): string {
  const html = withBlockMarks(edition.html, proof.extents.get(edition.variant) ?? []);
  const mailing = { issue: proof.issue.id, list: list.id };
  return personalView({ ...edition, html }, proof.sender, mailing, previewKey, recipient).html;
}

/** The key of every preview: what is signed with it is refused by the real site. */
export const previewKey = "preview";

/** Another variant in its place would show a reader what is not for them. */
function nothingFor(variant: string): LetterpressError {
  return new LetterpressError(
    "preview/no-edition",
    `The issue has no block for readers like this one (variant ${variant}).`,
    "Choose another reader, or write a block for them.",
  );
}
