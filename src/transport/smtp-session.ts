import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RelayTimeouts } from "../model/relay.ts";
import { type AnsweredStage, outcomeOf } from "./outcome.ts";
import type { Reply } from "./reply-parser.ts";
import { assertSendable } from "./sendable.ts";
import type { SmtpLink } from "./smtp-link.ts";
import type { Session } from "./transport.ts";

/**
 * The conversation after the login (RFC 5321 section 3.3, RFC 2920), one message at a time:
 *
 *   idle -> envelope -> body -> dot -> idle            or, from anywhere: -> lost
 *
 * idle      Entered after the login and after every settled message. Nothing is owed by either side; a word from the
 *           relay here (421, a stray reply) or the end of the link makes the session unusable, and touches no reader.
 * envelope  MAIL, RCPT and DATA: in one write when the relay offers PIPELINING, else one at a time. Left for `body` when
 *           the answers are 2xx, 2xx, 354. The first refusal decides the outcome; the other answers are still read, so
 *           that the next message finds its own. A lost link here: `unsent`.
 *           A transaction that was refused but may be half open is closed with RSET in front of the next MAIL.
 *           A relay that refused RCPT and still answers DATA with 354 waits for a message: it gets a lone dot, an empty
 *           message for nobody, and whatever it answers, the outcome stays the refusal. One that refused MAIL and
 *           says 354 is not reasoned with: the link is cut.
 * body      The bytes, in pieces, each only after the one before was taken. An answer before the dot is final and ends
 *           the link, because the relay now reads our body as commands. A lost link here: `unsent`, since no relay may
 *           keep a message without its dot.
 * dot       Entered right before the first byte of ".CRLF" is given to the socket: from there on we cannot know what
 *           the relay has. 2xx is `submitted`, 4xx and 5xx (421 too) are a clear no. A lost link, a timeout or an answer that
 *           is not one: `uncertain`, for a person to decide. A crash of ours here is the same; the ledger's intent row
 *           says so.
 * lost      The socket is destroyed; `usable` is false for ever.
 *
 * Every wait has the timeout of its step, and the message up to its dot has `messageMs`, whatever the steps took.
 */
export class SmtpSession implements Session {
  readonly offersUtf8: boolean;
  readonly #link: SmtpLink;
  readonly #timeouts: RelayTimeouts;
  readonly #pipelining: boolean;
  readonly #size: boolean;
  #needsReset = false;
  #leaving = false;
  #busy = false;

  /** `extensions` are the relay's EHLO keywords in upper case. */
  constructor(link: SmtpLink, extensions: readonly string[], timeouts: RelayTimeouts) {
    this.#link = link;
    this.#timeouts = timeouts;
    this.#pipelining = extensions.includes("PIPELINING");
    this.#size = extensions.includes("SIZE");
    this.offersUtf8 = extensions.includes("SMTPUTF8");
  }

  get usable(): boolean {
    return !this.#leaving && this.#link.lost === undefined && (this.#busy || !this.#link.hasReply);
  }

  async submit(message: Message): Promise<Outcome> {
    if (this.#busy) throw new Error("A session takes one message at a time.");
    assertSendable(message);
    if (message.envelope.needsUtf8 && !this.offersUtf8) return withoutUtf8;
    if (!this.usable) return this.#unusable();
    this.#busy = true;
    const deadline = setTimeout(
      () => this.#link.lose(`the message was not done within ${this.#timeouts.messageMs} ms`),
      this.#timeouts.messageMs,
    );
    try {
      const early = (await this.#envelope(message)) ?? (await this.#body(message));
      if (early !== undefined) return early;
      // The wait after the dot has an end of its own, and cutting it short would only make a reader uncertain.
      clearTimeout(deadline);
      return await this.#dot();
    } finally {
      clearTimeout(deadline);
      this.#busy = false;
    }
  }

  async close(): Promise<void> {
    if (this.#busy || !this.usable) return this.#link.lose("we closed the connection");
    this.#leaving = true;
    this.#link.write("QUIT\r\n");
    await this.#link.reply(Math.min(this.#timeouts.commandMs, goodbyeMs), "no answer to QUIT");
    this.#link.lose("we closed the connection");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** envelope: undefined when the relay waits for the body. */
  async #envelope(message: Message): Promise<Outcome | undefined> {
    const { from, to, needsUtf8 } = message.envelope;
    const size = this.#size ? ` SIZE=${message.bytes.length}` : "";
    const mail = `MAIL FROM:<${from}>${size}${needsUtf8 ? " SMTPUTF8" : ""}\r\n`;
    const rcpt = `RCPT TO:<${to}>\r\n`;
    return this.#pipelining ? this.#inOneWrite(mail, rcpt) : this.#oneByOne(mail, rcpt);
  }

  async #oneByOne(mail: string, rcpt: string): Promise<Outcome | undefined> {
    if (this.#needsReset) {
      this.#link.write("RSET\r\n");
      const fault = await this.#reset();
      if (fault !== undefined) return fault;
    }
    this.#link.write(mail);
    const refusedMail = await this.#step("mail");
    if (refusedMail !== undefined) return refusedMail;
    this.#link.write(rcpt);
    const refusedRcpt = await this.#step("rcpt");
    if (refusedRcpt !== undefined) return refusedRcpt;
    this.#link.write("DATA\r\n");
    return this.#step("data");
  }

  async #inOneWrite(mail: string, rcpt: string): Promise<Outcome | undefined> {
    const resets = this.#needsReset;
    this.#link.write(`${resets ? "RSET\r\n" : ""}${mail}${rcpt}DATA\r\n`);
    if (resets) {
      const fault = await this.#reset();
      if (fault !== undefined) return fault;
    }
    const refusedMail = await this.#step("mail");
    if (refusedMail !== undefined) {
      await this.#pass("rcpt");
      const data = await this.#pass("data");
      if (data !== undefined && data.code < 400) this.#link.lose("the relay refused MAIL and accepted DATA");
      return refusedMail;
    }
    const refusedRcpt = await this.#step("rcpt");
    if (refusedRcpt === undefined) return this.#step("data");
    const data = await this.#pass("data");
    if (data !== undefined && data.code < 400) await this.#loneDot();
    return refusedRcpt;
  }

  async #body(message: Message): Promise<Outcome | undefined> {
    const { bytes } = message;
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes);
      const late = `the relay took no part of the message within ${this.#timeouts.dataMs} ms`;
      if (this.#link.hasReply || !(await this.#link.deliver(piece, this.#timeouts.dataMs, late)))
        return this.#interrupted();
    }
    return undefined;
  }

  async #interrupted(): Promise<Outcome> {
    const early = this.#link.hasReply ? await this.#link.reply(0, "") : undefined;
    this.#link.lose("the relay answered before the end of the message");
    const outcome = early === undefined ? undefined : outcomeOf("body", early);
    return outcome ?? this.#unsent("body");
  }

  async #dot(): Promise<Outcome> {
    if (this.#link.hasReply || this.#link.lost !== undefined) return this.#interrupted();
    this.#link.write(".\r\n");
    const reply = await this.#next("dot", this.#timeouts.dotMs);
    const outcome = reply === undefined ? undefined : outcomeOf("dot", reply);
    if (outcome !== undefined) return outcome;
    if (reply !== undefined)
      this.#link.lose(`the relay answered the end of the message with "${reply.text}"`);
    return { status: "uncertain", reason: `After the whole message was sent, ${this.#link.lost}.` };
  }

  /** Reads the answer to one command of the envelope: undefined when it is the wanted one. */
  async #step(stage: "mail" | "rcpt" | "data"): Promise<Outcome | undefined> {
    const reply = await this.#pass(stage);
    if (reply === undefined) return this.#unsent(stage);
    if (stage === "data" ? reply.code === 354 : reply.code < 300) {
      this.#needsReset = stage !== "data";
      return undefined;
    }
    const outcome = outcomeOf(stage, reply);
    if (outcome === undefined)
      this.#link.lose(`the relay answered ${stage.toUpperCase()} with "${reply.text}"`);
    // Trouble that is not the reader's: the run opens a new session after a pause.
    if (outcome?.status === "unsent") this.#leaving = true;
    if (stage !== "mail") this.#needsReset = true;
    return outcome ?? this.#unsent(stage);
  }

  /** Reads an answer whatever it is. */
  #pass(stage: "mail" | "rcpt" | "data"): Promise<Reply | undefined> {
    return this.#next(stage, stage === "data" ? this.#timeouts.dataMs : this.#timeouts.commandMs);
  }

  async #reset(): Promise<Outcome | undefined> {
    const reply = await this.#next("mail", this.#timeouts.commandMs);
    if (reply !== undefined && reply.code < 300) {
      this.#needsReset = false;
      return undefined;
    }
    if (reply !== undefined) this.#link.lose(`the relay answered RSET with "${reply.text}"`);
    return this.#unsent("mail");
  }

  async #loneDot(): Promise<void> {
    if (this.#link.hasReply) return this.#link.lose("the relay answered before the end of the message");
    this.#link.write(".\r\n");
    const reply = await this.#next("dot", this.#timeouts.dotMs);
    if (reply !== undefined) this.#needsReset = false;
  }

  async #next(stage: AnsweredStage, withinMs: number): Promise<Reply | undefined> {
    const reply = await this.#link.reply(withinMs, `there was no answer within ${withinMs} ms (${stage})`);
    // RFC 5321 section 3.8: the relay closes the channel after 421, whatever it answers with it.
    if (reply?.code === 421) {
      this.#leaving = true;
      this.#link.lose(`the relay said "${reply.text}"`);
    }
    return reply;
  }

  #unsent(stage: AnsweredStage): Outcome {
    return { status: "unsent", stage, reason: `Before the message was complete, ${this.#link.lost}.` };
  }

  async #unusable(): Promise<Outcome> {
    const stray = this.#link.hasReply ? await this.#link.reply(0, "") : undefined;
    this.#link.lose(stray === undefined ? "the relay left" : `the relay said "${stray.text}"`);
    return this.#unsent("mail");
  }
}

const pieceBytes = 256 * 1024;
const goodbyeMs = 2_000;

/** Final and not a bounce: the run looks at `offersUtf8` first, and a raw UTF-8 address may reach somebody else. */
const withoutUtf8: Outcome = {
  status: "rejected",
  stage: "rcpt",
  because: "sender",
  reply: "The address needs SMTPUTF8, which this relay does not offer.",
};
