import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RelayTimeouts } from "../model/relay.ts";
import { Conversation } from "./conversation.ts";
import { assertSendable } from "./sendable.ts";
import type { SmtpLink } from "./smtp-link.ts";
import { submitByChunk } from "./submit-by-chunk.ts";
import { submitByData } from "./submit-by-data.ts";
import type { Session } from "./transport.ts";

/**
 * The conversation after the login, for one or several messages at a time:
 *
 *   idle -> busy -> idle            or, from anywhere: -> lost
 *
 * idle   Entered after the login and after every settled message. Nothing is owed by either side; a word from the relay
 *        here (421, a stray reply) or the end of the link makes the session unusable, and touches no reader.
 * busy   At most `depth` messages, each in a state of its own: submit-by-data.ts and submit-by-chunk.ts say which.
 * lost   The socket is destroyed; `usable` is false for ever.
 *
 * | the relay offers | `wanted` depth | way | `depth` |
 * |---|---|---|---|
 * | neither | any | DATA, one command at a time | 1 |
 * | PIPELINING | 1 | DATA, the envelope in one write | 1 |
 * | PIPELINING | more | DATA, the next envelope with the dot; a third message would only wait | 2 |
 * | PIPELINING, CHUNKING | more | BDAT, nothing waits | as wanted |
 *
 * A single message at a time goes by DATA even where BDAT is offered: it needs two round trips either way, and relays
 * that wait for a full packet or 40 ms before they acknowledge it slow a lone BDAT down to 25 messages a second.
 *
 * Every wait has the timeout of its step, and the message up to its last byte has `messageMs`, whatever the steps took,
 * counted from when the messages before it on this connection are answered.
 * A crash of ours leaves every busy message to the ledger's intent row.
 */
export class SmtpSession implements Session {
  readonly offersUtf8: boolean;
  readonly depth: number;
  readonly ended: Promise<void>;
  readonly #talk: Conversation;
  readonly #pipelining: boolean;
  readonly #byChunk: boolean;
  #busy = 0;

  /** `extensions` are the relay's EHLO keywords in upper case. */
  constructor(link: SmtpLink, extensions: readonly string[], timeouts: RelayTimeouts, wanted: number) {
    this.#talk = new Conversation(link, timeouts, extensions);
    this.#pipelining = extensions.includes("PIPELINING");
    this.#byChunk = wanted > 1 && this.#pipelining && extensions.includes("CHUNKING");
    this.depth = this.#byChunk ? wanted : this.#pipelining ? Math.min(wanted, 2) : 1;
    this.offersUtf8 = extensions.includes("SMTPUTF8");
    this.ended = new Promise((resolve) => {
      link.notice(() => {
        if (!this.usable) resolve();
      });
      if (!this.usable) resolve();
    });
  }

  get usable(): boolean {
    const { leaving, link } = this.#talk;
    return !leaving && link.lost === undefined && (this.#busy > 0 || !link.hasReply);
  }

  async submit(message: Message, free?: () => void): Promise<Outcome> {
    if (this.#busy >= this.depth)
      throw new Error(
        `This session takes ${this.depth === 1 ? "one message" : `${this.depth} messages`} at a time.`,
      );
    assertSendable(message);
    if (message.envelope.needsUtf8 && !this.offersUtf8) return withoutUtf8;
    if (!this.usable) return this.#unusable();
    const alone = this.#busy === 0;
    this.#busy += 1;
    try {
      if (this.#byChunk) return await submitByChunk(this.#talk, message, alone, free);
      return await submitByData(this.#talk, message, this.#pipelining, free);
    } finally {
      this.#busy -= 1;
    }
  }

  async close(): Promise<void> {
    const { link, timeouts } = this.#talk;
    if (this.#busy > 0 || !this.usable) return link.lose("we closed the connection");
    this.#talk.leaving = true;
    link.write("QUIT\r\n");
    await link.reply(Math.min(timeouts.commandMs, goodbyeMs), "no answer to QUIT");
    link.lose("we closed the connection");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #unusable(): Outcome {
    const { link } = this.#talk;
    const stray = link.stray();
    link.lose(stray === undefined ? "the relay left" : `the relay said "${stray.text}"`);
    return this.#talk.unsent("mail");
  }
}

const goodbyeMs = 2_000;

/** Final and not a bounce: the run looks at `offersUtf8` first, and a raw UTF-8 address may reach somebody else. */
const withoutUtf8: Outcome = {
  status: "rejected",
  stage: "rcpt",
  because: "sender",
  reply: "The address needs SMTPUTF8, which this relay does not offer.",
};
