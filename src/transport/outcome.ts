import { type Outcome, type RejectionCause, rejectionCauses, type Stage } from "../model/outcome.ts";
import type { Reply } from "./reply-parser.ts";

/** The steps of a message that a relay answers. */
export type AnsweredStage = Extract<Stage, "mail" | "rcpt" | "data" | "body" | "dot">;

/**
 * What a reply means for the reader: the table, from top to bottom, first row that fits.
 *
 * | stage | reply | outcome |
 * |---|---|---|
 * | dot | 2xx | submitted |
 * | dot | 421 | deferred: the relay leaves, but it said no first |
 * | any other | 421 | unsent: the relay leaves, the reader is untouched |
 * | rcpt, body, dot | 4xx | deferred |
 * | mail, data | 4xx | unsent: the relay is in trouble, not the reader; the session ends and the run backs off |
 * | any | 530, 534, 535, 538 | refused: we are not logged in, nobody's message will pass |
 * | any | 5.3.4, bare 552 except at rcpt | refused: the message is too big, and so is everybody's |
 * | mail | 5.6.7 | rejected, sender: this one address is not ASCII, other readers' are |
 * | mail, data | 5xx | refused |
 * | rcpt, body, dot | 5.2.2, and at rcpt 5.4.x and a bare 552 | rejected, delivery: full, or not reachable |
 * | rcpt, body, dot | 5.1.x, 5.2.x about the mailbox | rejected, mailbox |
 * | rcpt, body, dot | any other enhanced code | rejected, sender |
 * | rcpt | 550 551 553 521 556 without one, no word of blocking | rejected, mailbox |
 * | rcpt, body, dot | 5xx | rejected, sender |
 *
 * A 4xx may also ask us to send less: `asksForLess` below says when.
 *
 * A reply that does not belong to its stage (2xx or 3xx anywhere else) is not a row: the conversation is out of step,
 * and the session decides by where the dot is.
 */
export function outcomeOf(stage: AnsweredStage, reply: Reply): Outcome | undefined {
  const { code, text } = reply;
  if (code < 400) return stage === "dot" && code < 300 ? { status: "submitted", reply: text } : undefined;
  if (code < 500) {
    const isReaders = code === 421 ? stage === "dot" : stage !== "mail" && stage !== "data";
    const less = asksForLess(reply) ? ({ asksForLess: true } as const) : {};
    if (isReaders) return { status: "deferred", stage, reply: text, ...less };
    return { status: "unsent", stage, reason: `The relay said "${text}".`, ...less };
  }
  if (hitsEverybody(stage, reply)) return { status: "refused", stage, reply: text };
  return { status: "rejected", stage, because: causeOf(stage, reply), reply: text };
}

/**
 * An outcome as it is recorded, so that the cause of a rejection can be told again: words that alone would tell another
 * one have it behind them. `550 No such user [sender]` was said to the message and not at RCPT.
 */
export function recordable(outcome: Outcome): Outcome {
  if (outcome.status !== "rejected" || rejectionCause(outcome.reply) === outcome.because) return outcome;
  return { ...outcome, reply: `${outcome.reply} [${outcome.because}]` };
}

/**
 * What a rejection was about, from the words that were recorded of it. The step is not recorded: mailboxes are refused
 * at RCPT. Who was deferred until we gave up could not be reached. Words without a code are those of a relay module,
 * which does not say of a mailbox that it is not there.
 */
export function rejectionCause(recorded: string): RejectionCause {
  if (wasGivenUp(recorded)) return "delivery";
  const noted = rejectionCauses.find((cause) => recorded.endsWith(` [${cause}]`));
  if (noted !== undefined) return noted;
  const [, code, enhanced] = /^([45]\d\d)(?:[ -](5\.\d{1,3}\.\d{1,3}\b)?|$)/.exec(recorded) ?? [];
  if (code === undefined) return "sender";
  if (code.startsWith("4")) return "delivery";
  return causeOf("rcpt", { code: Number(code), enhanced, text: recorded, lines: [] });
}

/** Whether a reader was rejected because all waits were used up (delivery/settle.ts), and not by the relay. */
export function wasGivenUp(recorded: string): boolean {
  return recorded.startsWith("Given up after ");
}

/**
 * Whether a 4xx says that we send too fast: 421, a policy (4.7.x), or words to that effect. Greylisting is a policy
 * about one reader's first mail, and 4.2.x is about one mailbox, however busy it is.
 */
function asksForLess({ code, enhanced, text }: Reply): boolean {
  if (/gr[ae]y-?list/i.test(text)) return false;
  if (code === 421 || enhanced?.startsWith("4.7.") === true) return true;
  return enhanced?.startsWith("4.2.") !== true && tooFastWords.test(text);
}

function hitsEverybody(stage: AnsweredStage, { code, enhanced }: Reply): boolean {
  if (notLoggedIn.has(code)) return true;
  if (enhanced === "5.3.4") return true;
  if (code === 552 && enhanced === undefined && stage !== "rcpt") return true;
  return (stage === "mail" || stage === "data") && enhanced !== "5.6.7";
}

function causeOf(stage: AnsweredStage, { code, enhanced, text }: Reply): RejectionCause {
  const meaning = enhanced === undefined ? undefined : meaningOf(stage, enhanced);
  if (meaning !== undefined) return meaning;
  if (stage !== "rcpt" || blockingWords.test(text)) return "sender";
  if (code === 552) return "delivery";
  return bareMailboxCodes.has(code) ? "mailbox" : "sender";
}

/** Undefined: the code says nothing ("other, undefined"), so the basic code and the words decide. */
function meaningOf(stage: AnsweredStage, enhanced: string): RejectionCause | undefined {
  if (aboutSender.has(enhanced)) return "sender";
  if (enhanced === "5.2.2") return "delivery";
  if (enhanced.startsWith("5.1.") || enhanced.startsWith("5.2.")) return "mailbox";
  // "No route to that domain", and Exchange's word for an unknown recipient.
  if (enhanced.startsWith("5.4.")) return stage === "rcpt" ? "delivery" : "sender";
  // 5.0.0 says "something"; 5.5.0 is what Outlook.com says to "mailbox unavailable".
  return enhanced === "5.0.0" || enhanced === "5.5.0" ? undefined : "sender";
}

const notLoggedIn: ReadonlySet<number> = new Set([530, 534, 535, 538]);
// 521 and 556: the domain takes no mail (RFC 7504).
const bareMailboxCodes: ReadonlySet<number> = new Set([550, 551, 553, 521, 556]);
// Bad sender address, bad sender system; message longer than this mailbox allows.
const aboutSender: ReadonlySet<string> = new Set(["5.1.7", "5.1.8", "5.2.3"]);
const tooFastWords =
  /\b(?:too (?:many (?:messages|mails|emails|recipients|connections)|fast|quickly|much mail)|rate|throttl\w*|slow down|quota exceeded|limit (?:exceeded|reached)|exceeded [\w ]*limit)\b/i;
const blockingWords =
  /\b(?:spam|spamhaus|block(?:ed|list|lists|listed|ing)?|black-?list(?:ed)?|deny-?list(?:ed)?|dnsbl|rbl|reputation|policy|polic(?:ies)|spf|dkim|dmarc|relay(?:ing)?|authenticat\w*|banned|abuse|content|virus|not permitted|prohibit(?:ed|ion)|rdns|reverse dns|ptr)\b/i;
