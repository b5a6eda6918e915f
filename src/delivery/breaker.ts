import type { Outcome } from "../model/outcome.ts";

/*
 * Stops a run before a fault of ours, or of the relay, is written into the rows of a whole list: a wrong relay says
 * "no such user" to everybody, and each of these would be a bounce for ever.
 *
 * | seen | means |
 * |---|---|
 * | a 5xx that would hit everybody (`refused`) | stop at once |
 * | the first 10 answers are all rejections | this relay does not know our readers |
 * | 20 rejections because of the sender among the first 50 answers | it does not want our mail |
 * | more than 5 % of the last 200 because of the sender | the same, later |
 * | more than half of the last 200 rejected | the list is not what we think it is |
 */
const window = 200;

/** Hears every outcome; says what is wrong, as the end of a sentence about the relay, once it is time to stop. */
export function breaker(): (outcome: Outcome) => string | undefined {
  const last: Kind[] = [];
  let answers = 0;
  return (outcome) => {
    if (outcome.status === "refused") return `refuses our mail: ${outcome.reply}`;
    const kind = kindOf(outcome);
    if (kind === undefined) return undefined;
    answers += 1;
    last.push(kind);
    if (last.length > window) last.shift();
    if (kind === "taken" || !isTooMuch(last, answers)) return undefined;
    return `rejected ${count(last)} of the last ${last.length} messages, the latest with: ${replyOf(outcome)}`;
  };
}

type Kind = "taken" | "sender" | "reader";

function isTooMuch(last: readonly Kind[], answers: number): boolean {
  const rejected = count(last);
  const bySender = last.filter((kind) => kind === "sender").length;
  if (answers === 10 && rejected === 10) return true;
  if (answers <= 50) return bySender >= 20;
  return answers >= window && (bySender > window * 0.05 || rejected > window * 0.5);
}

function count(last: readonly Kind[]): number {
  return last.filter((kind) => kind !== "taken").length;
}

/** Undefined: says nothing about how welcome our mail is. */
function kindOf(outcome: Outcome): Kind | undefined {
  if (outcome.status === "submitted") return "taken";
  if (outcome.status !== "rejected") return undefined;
  return outcome.because === "sender" ? "sender" : "reader";
}

function replyOf(outcome: Outcome): string {
  return "reply" in outcome ? outcome.reply : "";
}
