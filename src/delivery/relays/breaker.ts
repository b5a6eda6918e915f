import type { Outcome } from "../../model/outcome.ts";

/*
 * Stops before a fault of ours, or of a relay, is written into the rows of a whole list: a wrong relay says "no such
 * user" to everybody, and each of these would be a bounce for ever. Each relay is counted on its own.
 *
 * | seen | means | stops |
 * |---|---|---|
 * | a 5xx that would hit everybody (`refused`): no login, no mail from us, too big | this relay does not take it | the relay |
 * | the first 10 answers are all rejections | this relay does not know our readers | the relay |
 * | 20 rejections because of the sender among the first 50 answers | see below | |
 * | after those, more than 10 (5 %) of the last 200 because of the sender | see below | |
 * | 10 messages in a row end without an answer, after their last byte | it takes mail and does not say so: each is a reader for a person to decide | the relay |
 * | 20 addresses among the first 50 answers that do not exist | the list is old, or another one | the mailing |
 * | after those, more than 20 (10 %) of the last 200 that do not exist | the same | the mailing |
 * | after the first 50, more than 100 (half) of the last 200 rejected | the list is not what we think it is | the mailing |
 *
 * Rejections because of the sender are about the relay (its address, its reputation, our account there) or about what
 * we write. A relay that says no before it has seen a message (RCPT) cannot mean what stands in it: that relay stops,
 * and others may go on. One that says no to the message itself (body, dot) probably does, and then every other relay
 * would be burnt with the same content: the mailing stops. So it does when most of the first ten are rejected in that
 * way.
 *
 * Addresses that do not exist are the list's fault, and no relay helps. One that went stale harms the sender's name
 * with each further message: providers put accounts under review at 5 % of bounces and close them at 10 %. A person who
 * knows it may go on (`acceptBounces`): then the two rules about such addresses do not hold, and all others do.
 */
const window = 200;
const mostUnanswered = 10;

export interface Verdict {
  /** The end of a sentence about the relay. */
  readonly says: string;
  /** Whose fault it is: the relay stops, or the mailing. */
  readonly stops: "relay" | "mailing";
  /** What a person has to look at. */
  readonly because: "relay" | "list";
}

/** Hears every outcome of one relay; has a verdict once it is time to stop. */
export function breaker(acceptBounces = false): (outcome: Outcome) => Verdict | undefined {
  const last: Kind[] = [];
  let answers = 0;
  let unanswered = 0;
  return (outcome) => {
    if (outcome.status === "uncertain") {
      unanswered += 1;
      if (unanswered < mostUnanswered) return undefined;
      return {
        says: `took ${unanswered} messages in a row without an answer: ${outcome.reason}`,
        stops: "relay",
        because: "relay",
      };
    }
    if (outcome.status !== "unsent") unanswered = 0;
    if (outcome.status === "refused")
      return { says: `refuses our mail: ${outcome.reply}`, stops: "relay", because: "relay" };
    const kind = kindOf(outcome);
    if (kind === undefined) return undefined;
    answers += 1;
    last.push(kind);
    if (last.length > window) last.shift();
    if (kind === "taken") return undefined;
    const verdict = stopped(last, answers, acceptBounces);
    return verdict && { ...verdict, says: `${verdict.says}, the latest with: ${replyOf(outcome)}` };
  };
}

/** `sender`: because of us, before the relay has seen the message; `content`: after that. */
type Kind = "taken" | "mailbox" | "delivery" | "sender" | "content";

function stopped(last: readonly Kind[], answers: number, acceptBounces: boolean): Verdict | undefined {
  const unknown = count(last, "mailbox");
  const content = count(last, "content");
  const bySender = count(last, "sender") + content;
  const rejected = last.length - count(last, "taken");
  const says = `rejected ${rejected} of the last ${last.length} messages`;
  const because = unknown * 2 > rejected ? "list" : "relay";
  if (answers === 10 && rejected === 10) return { says, stops: content > 5 ? "mailing" : "relay", because };
  const isFirst = answers <= 50;
  if (isFirst ? bySender >= 20 : bySender > window * 0.05)
    return { says, stops: content * 2 > bySender ? "mailing" : "relay", because: "relay" };
  if (!acceptBounces && (isFirst ? unknown >= 20 : unknown > window * 0.1)) {
    const addresses = `says of ${unknown} of the last ${last.length} addresses that they do not exist`;
    return { says: addresses, stops: "mailing", because: "list" };
  }
  return !isFirst && rejected > window * 0.5 ? { says, stops: "mailing", because } : undefined;
}

function count(last: readonly Kind[], kind: Kind): number {
  return last.filter((one) => one === kind).length;
}

/** Undefined: says nothing about how welcome our mail is. */
function kindOf(outcome: Outcome): Kind | undefined {
  if (outcome.status === "submitted") return "taken";
  if (outcome.status !== "rejected") return undefined;
  if (outcome.because !== "sender") return outcome.because;
  return outcome.stage === "body" || outcome.stage === "dot" ? "content" : "sender";
}

function replyOf(outcome: Outcome): string {
  return "reply" in outcome ? outcome.reply : "";
}
