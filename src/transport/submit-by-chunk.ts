import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Conversation } from "./conversation.ts";
import type { Reply } from "./reply-parser.ts";
import type { Given } from "./smtp-link.ts";

/*
 * One message by BDAT (RFC 3030): written -> answered, or, from either, lost. Nothing in it waits for an answer, so as
 * many messages may be under way on one connection as the session allows, and the latency of the line no longer counts.
 *
 * written   [RSET] MAIL RCPT BDAT and the bytes, all at once; a message of more than one piece goes piece by piece,
 *           each only after the one before was taken. RSET stands in front unless the line is idle and clean, because a
 *           message that is refused half-way may leave its transaction open, and the next one would be delivered in it.
 *           A link that is lost before the last piece is given to the socket: `unsent`.
 * answered  The last piece was given to the socket: the relay may have everything, though it has answered nothing yet.
 *           The answers come in the order of the commands. The first refusal decides, the others are still read. 2xx to
 *           BDAT is `submitted`, but before the last piece was given it is no answer to the message: `unsent`, and the
 *           link is cut. 500 to 504 about the command itself is what 5xx to DATA is: `refused`. A lost link, a timeout
 *             or an answer that is not one: `uncertain`; but behind a 421 it
 *           is `unsent`, since a relay that closes the channel takes no message it does not answer for.
 */
export function submitByChunk(
  talk: Conversation,
  message: Message,
  alone: boolean,
  free: (() => void) | undefined,
): Promise<Outcome> {
  return talk.turns.take(async () => {
    // Before its own commands: its time begins when the messages before it are answered.
    talk.begin();
    const isLost = talk.link.lost !== undefined;
    const [answers, first] = talk.link.together(() => [
      written(talk, message, alone),
      talk.link.give(message.bytes.subarray(0, pieceBytes)),
    ]);
    const handed = isLost ? passedOn(talk, false) : handedOver(talk, message, answers, first, free);
    return outcomeOfChunk(talk, answers, await handed);
  });
}

interface Answers {
  readonly reset: Promise<Reply | undefined> | undefined;
  readonly mail: Promise<Reply | undefined>;
  readonly rcpt: Promise<Reply | undefined>;
  readonly end: Promise<Reply | undefined>;
}

function written(talk: Conversation, message: Message, alone: boolean): Answers {
  const resets = talk.needsReset || !alone;
  talk.needsReset = false;
  const envelope = `${talk.mailCommand(message)}${talk.rcptCommand(message)}BDAT ${message.bytes.length} LAST\r\n`;
  talk.link.write(resets ? `RSET\r\n${envelope}` : envelope);
  return {
    reset: resets ? talk.next("mail") : undefined,
    mail: talk.next("mail"),
    rcpt: talk.next("rcpt"),
    end: talk.next("dot"),
  };
}

/**
 * Whether the last piece was given to the socket. Then the next message may be written: at once when the operating
 * system took everything at once, so that what many slots have to send leaves through the same few buffers.
 */
function handedOver(
  talk: Conversation,
  { bytes }: Message,
  answers: Answers,
  first: Given,
  free: (() => void) | undefined,
): boolean | Promise<boolean> {
  const isTaken = talk.taken(first);
  if (isTaken !== true || bytes.length > pieceBytes) return pieceByPiece(talk, bytes, answers, isTaken, free);
  free?.();
  return passedOn(talk, true);
}

async function pieceByPiece(
  talk: Conversation,
  bytes: Buffer,
  { end }: Answers,
  first: boolean | Promise<boolean>,
  free: (() => void) | undefined,
): Promise<boolean> {
  let given = Math.min(pieceBytes, bytes.length);
  let isTaken = await first;
  for (;;) {
    if (!isTaken && talk.link.hasReply) talk.link.lose("the relay said something unasked");
    if (given === bytes.length || talk.link.lost !== undefined) break;
    if (!talk.link.owes && isYes(await end)) {
      talk.link.lose("the relay took the message before its end");
      break;
    }
    const piece = bytes.subarray(given, given + pieceBytes);
    given += piece.length;
    isTaken = await talk.taken(talk.link.give(piece));
  }
  if (isTaken) free?.();
  return passedOn(talk, given === bytes.length);
}

function passedOn(talk: Conversation, handed: boolean): boolean {
  talk.link.done();
  talk.turns.pass();
  return handed;
}

async function outcomeOfChunk(talk: Conversation, answers: Answers, handed: boolean): Promise<Outcome> {
  const lostOutcome = () => (handed && !talk.link.dismissed ? talk.uncertain() : talk.unsent("body"));
  const reset = await answers.reset;
  if (reset !== undefined && reset.code >= 300)
    talk.link.lose(`the relay answered RSET with "${reset.text}"`);
  const [mail, rcpt, end] = [await answers.mail, await answers.rcpt, await answers.end];
  if (mail === undefined) return lostOutcome();
  const refusedMail = talk.refusal("mail", mail);
  if (refusedMail !== undefined) return decided(talk, refusedMail, mail, end) ?? lostOutcome();
  if (rcpt === undefined) return lostOutcome();
  const refusedRcpt = talk.refusal("rcpt", rcpt);
  if (refusedRcpt !== undefined) return decided(talk, refusedRcpt, rcpt, end) ?? lostOutcome();
  if (!handed && isYes(end)) return lostOutcome();
  const isUnknown = end !== undefined && isAboutCommand(end);
  const outcome = isUnknown ? talk.refusal("data", end) : talk.verdict(end);
  if (outcome !== undefined && outcome.status !== "submitted") talk.needsReset = true;
  return outcome ?? lostOutcome();
}

function isYes(reply: Reply | undefined): boolean {
  return reply !== undefined && reply.code < 300;
}

/** RFC 5321 section 4.2.2: BDAT is not known, or not wanted here, and so it is for everybody's message. */
function isAboutCommand({ code, enhanced }: Reply): boolean {
  return code >= 500 && code <= 504 && (enhanced === undefined || enhanced.startsWith("5.5."));
}

/** A refusal stands whatever follows it. Undefined: the answer was none, so the conversation is out of step. */
function decided(
  talk: Conversation,
  refused: Outcome,
  by: Reply,
  end: Reply | undefined,
): Outcome | undefined {
  talk.needsReset = true;
  if (by.code < 400) return undefined;
  if (end !== undefined && end.code < 300)
    talk.link.lose("the relay refused the envelope and took the message");
  return refused;
}

const pieceBytes = 256 * 1024;
