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
 * | after the first 50, more than 100 (half) of the last 200 rejected | the list is not what we think it is | the mailing |
 *
 * Rejections because of the sender are about the relay (its address, its reputation, our account there) or about what we
 * write. A relay that says no before it has seen a message (RCPT) cannot mean what stands in it: that relay stops, and others
 * may go on. One that says no to the message itself (body, dot) probably does, and then every other relay would be burnt
 * with the same content: the mailing stops. So it does when most of the first ten are rejected in that way.
 */
const window = 200;
const mostUnanswered = 10;

export interface Verdict {
  /** The end of a sentence about the relay. */
  readonly says: string;
  /** Whose fault it is: the relay stops, or the mailing. */
  readonly stops: "relay" | "mailing";
}

/** Hears every outcome of one relay; has a verdict once it is time to stop. */
export function breaker(): (outcome: Outcome) => Verdict | undefined {
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
      };
    }
    if (outcome.status !== "unsent") unanswered = 0;
    if (outcome.status === "refused") return { says: `refuses our mail: ${outcome.reply}`, stops: "relay" };
    const kind = kindOf(outcome);
    if (kind === undefined) return undefined;
    answers += 1;
    last.push(kind);
    if (last.length > window) last.shift();
    const stops = kind === "taken" ? undefined : stopped(last, answers);
    if (stops === undefined) return undefined;
    const rejected = last.length - count(last, "taken");
    return {
      says: `rejected ${rejected} of the last ${last.length} messages, the latest with: ${replyOf(outcome)}`,
      stops,
    };
  };
}

/** `sender`: because of us, before the relay has seen the message; `content`: after that. */
type Kind = "taken" | "reader" | "sender" | "content";

function stopped(last: readonly Kind[], answers: number): Verdict["stops"] | undefined {
  const content = count(last, "content");
  const bySender = count(last, "sender") + content;
  const rejected = last.length - count(last, "taken");
  const whose = content * 2 > bySender ? "mailing" : "relay";
  if (answers === 10 && rejected === 10) return content > 5 ? "mailing" : "relay";
  if (answers <= 50) return bySender >= 20 ? whose : undefined;
  if (bySender > window * 0.05) return whose;
  return rejected > window * 0.5 ? "mailing" : undefined;
}

function count(last: readonly Kind[], kind: Kind): number {
  return last.filter((one) => one === kind).length;
}

/** Undefined: says nothing about how welcome our mail is. */
function kindOf(outcome: Outcome): Kind | undefined {
  if (outcome.status === "submitted") return "taken";
  if (outcome.status !== "rejected") return undefined;
  if (outcome.because !== "sender") return "reader";
  return outcome.stage === "body" || outcome.stage === "dot" ? "content" : "sender";
}

function replyOf(outcome: Outcome): string {
  return "reply" in outcome ? outcome.reply : "";
}
