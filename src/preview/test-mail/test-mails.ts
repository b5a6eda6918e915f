import { LetterpressError } from "../../base/errors.ts";
import type { Config, RelayConfig } from "../../config/config.ts";
import type { Message } from "../../model/message.ts";
import type { Transport } from "../../transport/transport.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { inboxTransport } from "../inbox/inbox-transport.ts";
import { outcomeWords } from "./outcome-words.ts";

/** Where a test mail goes: the inbox of the studio, which nothing leaves, or a relay. */
export type TestTarget = { readonly kind: "inbox" } | { readonly kind: "relay"; readonly relay: RelayConfig };

/** Makes a transport of a relay, with its secrets; throws LetterpressError when one is missing. */
export type OpenTransport = (config: Config, relay: RelayConfig) => Promise<Transport>;

/** What became of a test mail, in words; `mail` is its id in the inbox. */
export interface TestResult {
  readonly isSent: boolean;
  readonly words: string;
  readonly mail?: string;
}

/**
 * Sends test mails, one at a time. Nothing of them is recorded: not in a ledger, not in the pace, not as a bounce. Open
 * until `close`, which cuts off one that is on its way.
 */
export class TestMails {
  readonly inbox: Inbox | undefined;
  /** Undefined where there is nobody who could open a relay. */
  readonly openTransport: OpenTransport | undefined;
  /** Where the last one went, to be offered again. */
  lastTo = "";
  readonly #closing = new AbortController();
  #isBusy = false;

  constructor(through: {
    readonly inbox?: Inbox | undefined;
    readonly openTransport?: OpenTransport | undefined;
  }) {
    this.inbox = through.inbox;
    this.openTransport = through.openTransport;
  }

  /** Never throws for what a person can mend: that is said in `words`. */
  async send(config: Config, target: TestTarget, message: Message): Promise<TestResult> {
    if (this.#isBusy) return notSent("Another test mail is on its way. Wait for it, then try again.");
    this.#isBusy = true;
    try {
      this.lastTo = message.envelope.to;
      return target.kind === "inbox"
        ? await this.#sendToInbox(message)
        : await this.#sendThrough(await this.#transportOf(config, target.relay), message);
    } catch (fault) {
      if (fault instanceof LetterpressError) return notSent(`${fault.message} ${fault.remedy}`);
      throw fault;
    } finally {
      this.#isBusy = false;
    }
  }

  close(): void {
    this.#closing.abort();
  }

  async #transportOf(config: Config, relay: RelayConfig): Promise<Transport> {
    if (this.openTransport !== undefined) return this.openTransport(config, relay);
    throw new LetterpressError(
      "preview/no-relays",
      "Here is nobody who could open a relay.",
      "Send to the inbox.",
    );
  }

  async #sendToInbox(message: Message): Promise<TestResult> {
    const { inbox } = this;
    if (inbox === undefined)
      return notSent("This studio has no inbox: it said why when it was started. Choose a relay.");
    const { from, to } = message.envelope;
    let mail: string | undefined;
    const stop = inbox.onArrival((arrived) => {
      if (arrived.from === from && arrived.to[0] === to) mail = arrived.id;
    });
    const result = await this.#sendThrough(inboxTransport(inbox.port), message);
    stop();
    if (!result.isSent || mail === undefined) return result;
    return { isSent: true, words: `It lies in the inbox of this studio, addressed to ${to}.`, mail };
  }

  async #sendThrough(transport: Transport, message: Message): Promise<TestResult> {
    const { envelope } = message;
    const session = await transport.open(this.#closing.signal);
    const giveUp = () => session.close();
    this.#closing.signal.addEventListener("abort", giveUp, { once: true });
    try {
      if (envelope.needsUtf8 && !session.offersUtf8)
        return notSent(
          `${transport.name} takes no address with such letters before the @ (it does not offer SMTPUTF8). Nothing was sent; choose another address or another relay.`,
        );
      const outcome = await session.submit(message);
      const words = outcomeWords(outcome, envelope.to, transport.name);
      return { isSent: outcome.status === "submitted", words };
    } finally {
      this.#closing.signal.removeEventListener("abort", giveUp);
      await session.close();
    }
  }
}

function notSent(words: string): TestResult {
  return { isSent: false, words };
}
