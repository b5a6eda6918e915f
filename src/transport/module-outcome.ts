import { printable } from "../base/printable.ts";
import type { Outcome } from "../model/outcome.ts";
import { type AnsweredStage, outcomeOf } from "./outcome.ts";

/*
 * What a nodemailer transport says of one message, as an outcome. Whatever could mean that somebody has the message is
 * `uncertain`: the transport owns the last byte here, and does not tell on which side of it something broke.
 *
 * | result or error | outcome |
 * |---|---|
 * | resolves, our reader is not among `rejected` | submitted |
 * | resolves, our reader is among `rejected` | what the error in `rejectedErrors` says, else rejected: delivery |
 * | rejects after more than one attempt of its own (AWS: `$metadata.attempts`) | uncertain, whatever the last one met |
 * | rejects with a `responseCode` of 4xx or 5xx | what that reply means at its step (outcome.ts) |
 * | rejects with `permanent` true or false | rejected: sender, or deferred |
 * | an answer over HTTP (AWS): 429 or a word of throttling | deferred, and we send less |
 * | 401, 403 | refused: nobody's message will pass |
 * | any other 4xx | rejected: sender |
 * | the connection was never made (`connect`, no such host, no login) | unsent |
 * | anything else, a throw, a 5xx over HTTP, no end within the deadline | uncertain |
 */

export function outcomeOfInfo(info: unknown, to: string): Outcome {
  const { rejected, rejectedErrors, response, messageId } = asRecord(info);
  const isRejected = Array.isArray(rejected) && rejected.some((one) => addressOf(one) === to.toLowerCase());
  const words = textOf(response) ?? textOf(messageId) ?? "the transport took it";
  if (!isRejected) return { status: "submitted", reply: words };
  const [fault] = Array.isArray(rejectedErrors) ? rejectedErrors : [];
  const answered = replyOutcome(asRecord(fault), "rcpt");
  return answered ?? { status: "rejected", stage: "rcpt", because: "delivery", reply: words };
}

export function outcomeOfFault(fault: unknown): Outcome {
  const error = asRecord(fault);
  const reply = faultWords(fault);
  const { attempts, httpStatusCode: status } = asRecord(error.$metadata);
  // The answer to an attempt before this one may have been lost, and then the reader has the message.
  if (typeof attempts === "number" && attempts > 1)
    return {
      status: "uncertain",
      reason: `After ${attempts} attempts of its own the transport said: ${reply}`,
    };
  const answered = replyOutcome(error, stageOf(error.command));
  if (answered !== undefined) return answered;
  if (error.permanent === true) return { status: "rejected", stage: "dot", because: "sender", reply };
  if (error.permanent === false) return { status: "deferred", stage: "dot", reply };
  if (typeof status === "number" && status >= 400 && status < 500) return httpOutcome(status, reply);
  if (error.syscall === "connect" || neverConnected.has(String(error.code)))
    return { status: "unsent", stage: "connect", reason: reply };
  return { status: "uncertain", reason: `The transport said: ${reply}` };
}

/** The words of whatever was thrown, as one short line. */
export function faultWords(fault: unknown): string {
  const { name, message } = asRecord(fault);
  const text = textOf(message) ?? printable(String(fault)).slice(0, 300);
  return textOf(name) === undefined || name === "Error" ? text : `${textOf(name)}: ${text}`;
}

const neverConnected: ReadonlySet<string> = new Set(["EDNS", "ENOTFOUND", "EAUTH", "ENOAUTH", "ETLS"]);

function httpOutcome(status: number, reply: string): Outcome {
  if (status === 429 || /throttl|too ?many ?requests|rate exceeded/i.test(reply))
    return { status: "deferred", stage: "dot", reply, asksForLess: true };
  if (status === 401 || status === 403) return { status: "refused", stage: "auth", reply };
  return { status: "rejected", stage: "dot", because: "sender", reply };
}

/** Undefined when there was no reply, or one that is no answer to a message. */
function replyOutcome(error: Readonly<Record<string, unknown>>, stage: AnsweredStage): Outcome | undefined {
  const code = error.responseCode;
  if (typeof code !== "number" || code < 400 || code > 599) return undefined;
  const text = textOf(error.response) ?? `${code}`;
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text) ?? [];
  return outcomeOf(stage, { code, enhanced, text, lines: [text] });
}

/** nodemailer names the command that was answered; DATA stands for the message, too. */
function stageOf(command: unknown): AnsweredStage {
  const verb = typeof command === "string" ? command.toUpperCase() : "";
  if (verb.startsWith("RCPT")) return "rcpt";
  return verb.startsWith("DATA") || verb === "" ? "dot" : "mail";
}

function addressOf(one: unknown): string {
  return String(
    typeof one === "object" && one !== null && "address" in one ? one.address : one,
  ).toLowerCase();
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? printable(value).slice(0, 300) : undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
