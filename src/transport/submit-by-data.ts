import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Conversation } from "./conversation.ts";
import { outcomeOf } from "./outcome.ts";
import type { Reply } from "./reply-parser.ts";

/*
 * One message by DATA (RFC 5321 section 3.3, RFC 2920): envelope -> body -> dot -> done, or, from anywhere, lost.
 *
 * envelope  MAIL, RCPT and DATA: in one write when the relay offers PIPELINING, else one at a time. Left for `body`
 *           when the answers are 2xx, 2xx, 354. The first refusal decides the outcome; the other answers are still
 *           read, so that the next message finds its own. A lost link here: `unsent`.
 *           A transaction that was refused but may be half open is closed with RSET in front of the next MAIL.
 *           A relay that refused RCPT and still answers DATA with 354 waits for a message: it gets a lone dot, an empty
 *           message for nobody, and whatever it answers, the outcome stays the refusal. One that refused MAIL and
 *           says 354 is not reasoned with: the link is cut.
 * body      The bytes, in pieces, each only after the one before was taken. An answer before the dot is final and ends
 *           the link, because the relay now reads our body as commands. A lost link here: `unsent`, since no relay may
 *           keep a message without its dot.
 * dot       Entered right before the first byte of ".CRLF" is given to the socket: from there on we cannot know what
 *           the relay has. 2xx is `submitted`, 4xx and 5xx (421 too) are a clear no. A lost link, a timeout or an
 *           answer that is not one: `uncertain`, for a person to decide.
 *           The turn is passed on with the dot, so that the envelope of the next message, whose intent is durable like
 *           this one's, leaves in the same packet: one round trip a message instead of two. Its body waits for its 354,
 *           which comes after the answer to this dot.
 */
export function submitByData(
  talk: Conversation,
  message: Message,
  pipelining: boolean,
  free: (() => void) | undefined,
): Promise<Outcome> {
  return talk.turns.take(async () => {
    talk.begin();
    let early: Outcome | undefined;
    try {
      early = await (pipelining ? inOneWrite(talk, message) : oneByOne(talk, message));
      early ??= await body(talk, message);
      if (early === undefined) free?.();
    } finally {
      // The wait after the dot has an end of its own, and cutting it short would only make a reader uncertain. So the
      // time of the next message, whose envelope is about to leave with this dot, begins when the dot is answered
      // (SmtpLink.expect).
      talk.link.done();
      if (early !== undefined) talk.turns.pass();
    }
    return early ?? dot(talk);
  });
}

async function inOneWrite(talk: Conversation, message: Message): Promise<Outcome | undefined> {
  const resets = talk.needsReset;
  const envelope = `${talk.mailCommand(message)}${talk.rcptCommand(message)}DATA\r\n`;
  talk.link.write(resets ? `RSET\r\n${envelope}` : envelope);
  const [reset, mail, rcpt, data] = [
    resets ? talk.next("mail") : undefined,
    talk.next("mail"),
    talk.next("rcpt"),
    talk.next("data"),
  ];
  const stuck = reset === undefined ? undefined : afterReset(talk, await reset);
  if (stuck !== undefined) return stuck;
  const refusedMail = talk.refusal("mail", await mail);
  talk.needsReset = true;
  const refusedRcpt = talk.refusal("rcpt", await rcpt);
  const start = await data;
  if (refusedMail !== undefined) {
    if (start !== undefined && start.code < 400) talk.link.lose("the relay refused MAIL and accepted DATA");
    return refusedMail;
  }
  if (refusedRcpt === undefined) return afterData(talk, start);
  if (start !== undefined && start.code < 400) await loneDot(talk);
  return refusedRcpt;
}

async function oneByOne(talk: Conversation, message: Message): Promise<Outcome | undefined> {
  if (talk.needsReset) {
    talk.link.write("RSET\r\n");
    const stuck = afterReset(talk, await talk.next("mail"));
    if (stuck !== undefined) return stuck;
  }
  talk.link.write(talk.mailCommand(message));
  const refusedMail = talk.refusal("mail", await talk.next("mail"));
  if (refusedMail !== undefined) return refusedMail;
  talk.needsReset = true;
  talk.link.write(talk.rcptCommand(message));
  const refusedRcpt = talk.refusal("rcpt", await talk.next("rcpt"));
  if (refusedRcpt !== undefined) return refusedRcpt;
  talk.link.write("DATA\r\n");
  return afterData(talk, await talk.next("data"));
}

function afterReset(talk: Conversation, reply: Reply | undefined): Outcome | undefined {
  if (reply !== undefined && reply.code < 300) {
    talk.needsReset = false;
    return undefined;
  }
  if (reply !== undefined) talk.link.lose(`the relay answered RSET with "${reply.text}"`);
  return talk.unsent("mail");
}

function afterData(talk: Conversation, reply: Reply | undefined): Outcome | undefined {
  const refused = talk.refusal("data", reply);
  talk.needsReset = refused !== undefined;
  return refused;
}

async function loneDot(talk: Conversation): Promise<void> {
  if (talk.link.hasReply) return talk.link.lose("the relay answered before the end of the message");
  talk.link.write(".\r\n");
  const reply = await talk.next("dot");
  if (reply !== undefined) talk.needsReset = false;
}

async function body(talk: Conversation, { bytes }: Message): Promise<Outcome | undefined> {
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    if (talk.link.hasReply) return interrupted(talk);
    const taken = talk.taken(talk.link.give(bytes.subarray(start, start + pieceBytes)));
    if (taken === false || !(await taken)) return interrupted(talk);
  }
  return talk.link.hasReply || talk.link.lost !== undefined ? interrupted(talk) : undefined;
}

function interrupted(talk: Conversation): Outcome {
  const early = talk.link.stray();
  talk.link.lose("the relay answered before the end of the message");
  const outcome = early === undefined ? undefined : outcomeOf("body", early);
  return outcome ?? talk.unsent("body");
}

async function dot(talk: Conversation): Promise<Outcome> {
  const answered = talk.link.together(() => {
    talk.link.write(".\r\n");
    const reply = talk.next("dot");
    talk.turns.pass();
    return reply;
  });
  return talk.verdict(await answered) ?? talk.uncertain();
}

const pieceBytes = 256 * 1024;
