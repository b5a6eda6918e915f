import { type Examination, good, problem, unseen, warning } from "../examination.ts";

/** A test mail that was handed over, and where it was found. */
export interface ProbeSent {
  readonly relay: string;
  readonly to: string;
  readonly isSent: boolean;
  /** What the relay said. */
  readonly words: string;
  /** Left out when nobody looks into the mailbox. */
  readonly found?: ProbeFound;
}

export type ProbeFound =
  | { readonly status: "found"; readonly mailbox: string; readonly isSpam: boolean; readonly bytes: Buffer }
  | { readonly status: "missing"; readonly mailboxes: readonly string[]; readonly waitedSeconds: number }
  | { readonly status: "fault"; readonly message: string; readonly remedy: string };

export const sent: Examination<ProbeSent> = {
  id: "probe/sent",
  why: "A relay that does not take the test mail takes no mailing either.",
  helps: "Do what the relay's answer says; the login and the sender are those of letterpress.yaml.",
  judge({ relay, isSent, words }) {
    return [isSent ? good(words, relay) : problem(words, undefined, relay)];
  },
};

export const arrived: Examination<ProbeSent> = {
  id: "probe/arrived",
  why: "Mail that the relay takes and nobody gets, or that lies with the spam, is lost to readers without a word.",
  helps:
    "Look at the other findings of the test mail first, then into the relay's log for what became of it.",
  judge({ relay, to, isSent, found }) {
    if (!isSent) return [];
    if (found === undefined)
      return [
        unseen(
          `Whether it arrived at ${to} cannot be seen from here. Open it there, save it with all its headers ("Show original", "Download"), and run: npx letterpress doctor --probe-file mail.eml`,
          relay,
        ),
      ];
    if (found.status === "fault") return [problem(found.message, found.remedy, relay)];
    if (found.status === "missing")
      return [
        problem(
          `It was not in ${found.mailboxes.join(" or ")} of ${to} within ${found.waitedSeconds} seconds.`,
          undefined,
          relay,
        ),
      ];
    if (found.isSpam)
      return [warning(`It arrived at ${to}, in ${found.mailbox}: with the spam.`, undefined, relay)];
    return [good(`It arrived at ${to}, in ${found.mailbox}.`, relay)];
  },
};
