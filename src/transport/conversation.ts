import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RelayTimeouts } from "../model/relay.ts";
import { type AnsweredStage, outcomeOf } from "./outcome.ts";
import type { Reply } from "./reply-parser.ts";
import type { Given, SmtpLink } from "./smtp-link.ts";
import { Turns } from "./turns.ts";

/** What the messages on one connection share, and the words both ways of handing a message over are made of. */
export class Conversation {
  readonly link: SmtpLink;
  readonly timeouts: RelayTimeouts;
  readonly turns = new Turns();
  readonly #sizes: boolean;
  /** A transaction was refused and may be half open: the next MAIL needs RSET in front of it. */
  needsReset = false;
  /** No message starts here any more. */
  leaving = false;

  constructor(link: SmtpLink, timeouts: RelayTimeouts, extensions: readonly string[]) {
    this.link = link;
    this.timeouts = timeouts;
    this.#sizes = extensions.includes("SIZE");
  }

  mailCommand({ envelope, bytes }: Message): string {
    const size = this.#sizes ? ` SIZE=${bytes.length}` : "";
    return `MAIL FROM:<${envelope.from}>${size}${envelope.needsUtf8 ? " SMTPUTF8" : ""}\r\n`;
  }

  rcptCommand({ envelope }: Message): string {
    return `RCPT TO:<${envelope.to}>\r\n`;
  }

  /** A message is about to be written: it has an end, whatever its single steps take, see `SmtpLink.expect`. */
  begin(): void {
    const { messageMs } = this.timeouts;
    this.link.expect(messageMs, `the message was not done within ${messageMs} ms`);
  }

  /** Waits for a piece of a message, see `SmtpLink.taken`. */
  taken(given: Given): boolean | Promise<boolean> {
    const { dataMs } = this.timeouts;
    return this.link.taken(given, dataMs, `the relay took no part of the message within ${dataMs} ms`);
  }

  /** The answer to what was just written; undefined when the link is lost first. */
  async next(stage: AnsweredStage): Promise<Reply | undefined> {
    const { commandMs, dataMs, dotMs } = this.timeouts;
    const withinMs = stage === "dot" ? dotMs : stage === "data" ? dataMs : commandMs;
    const reply = await this.link.reply(withinMs, `there was no answer within ${withinMs} ms (${stage})`);
    // RFC 5321 section 3.8: the relay closes the channel after 421, whatever it answers with it.
    if (reply?.code === 421) {
      this.leaving = true;
      this.link.dismiss(`the relay said "${reply.text}"`);
    }
    return reply;
  }

  /** What an answer to a command of the envelope means: undefined when it is the wanted one. */
  refusal(stage: "mail" | "rcpt" | "data", reply: Reply | undefined): Outcome | undefined {
    if (reply === undefined) return this.unsent(stage);
    if (stage === "data" ? reply.code === 354 : reply.code < 300) return undefined;
    const outcome = outcomeOf(stage, reply);
    if (outcome === undefined)
      this.link.lose(`the relay answered ${stage.toUpperCase()} with "${reply.text}"`);
    // Trouble that is not the reader's: the run opens a new session after a pause.
    if (outcome?.status === "unsent") this.leaving = true;
    return outcome ?? this.unsent(stage);
  }

  /** What the answer to the end of a message means; undefined and the link lost when it is no answer to that. */
  verdict(reply: Reply | undefined): Outcome | undefined {
    const outcome = reply === undefined ? undefined : outcomeOf("dot", reply);
    if (outcome === undefined && reply !== undefined)
      this.link.lose(`the relay answered the end of the message with "${reply.text}"`);
    return outcome;
  }

  unsent(stage: AnsweredStage): Outcome {
    return { status: "unsent", stage, reason: `Before the message was complete, ${this.link.lost}.` };
  }

  uncertain(): Outcome {
    return { status: "uncertain", reason: `After the whole message was sent, ${this.link.lost}.` };
  }
}
