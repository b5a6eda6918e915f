import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createTransport } from "nodemailer";
import { pathInside } from "../base/read-inside.ts";
import type { Message } from "../model/message.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RelayTimeouts } from "../model/relay.ts";
import { faultWords, outcomeOfFault, outcomeOfInfo } from "./module-outcome.ts";
import { assertSendable } from "./sendable.ts";
import { RelayFault, type Session, type Transport } from "./transport.ts";

/** A relay that a module of the newsletter makes. */
export interface RelayModule {
  readonly name: string;
  /** The newsletter's folder: no module outside of it is loaded, links followed. */
  readonly root: string;
  /** As the configuration says it, from there. */
  readonly module: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeouts: Pick<RelayTimeouts, "connectMs" | "messageMs">;
}

/**
 * Hands messages to any transport of nodemailer. The module's default export is a function; it gets `{ environment }` and
 * returns options of nodemailer, a transport for it, or a promise of one. Each session has one of its own, and one message
 * at a time. nodemailer gets our bytes as `raw` with an explicit envelope, and makes nothing of its own.
 *
 * It is code of the newsletter: it is loaded when a session is opened, so only by who sends.
 */
export function moduleTransport(relay: RelayModule): Transport {
  return { name: `${relay.name} (${relay.module})`, open: () => openSession(relay) };
}

/** What we use of nodemailer's Mail: its own types change with the transport. */
interface Mailer {
  sendMail(mail: object): Promise<unknown>;
  verify(): Promise<unknown>;
  close(): void;
}

async function openSession(relay: RelayModule): Promise<Session> {
  const make = await loadedFunction(relay);
  const { connectMs } = relay.timeouts;
  const mailer = await within(connectMs, async () =>
    toMailer(await make({ environment: relay.environment })),
  ).catch((fault: unknown) => {
    throw relayFault(relay, `made no transport: ${faultWords(fault)}`, true);
  });
  await within(connectMs, () => mailer.verify()).catch((fault: unknown) => {
    closeQuietly(mailer);
    const isPermanent = (fault as { permanent?: unknown } | null)?.permanent === true;
    throw relayFault(relay, `cannot be used: ${faultWords(fault)}`, isPermanent);
  });
  return new ModuleSession(mailer, relay.timeouts.messageMs);
}

class ModuleSession implements Session {
  readonly depth = 1;
  /** Nothing tells whether what is behind it could take one. */
  readonly offersUtf8 = false;
  readonly ended: Promise<void>;
  readonly #mailer: Mailer;
  readonly #messageMs: number;
  #usable = true;
  #end: () => void = () => undefined;

  constructor(mailer: Mailer, messageMs: number) {
    this.#mailer = mailer;
    this.#messageMs = messageMs;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get usable(): boolean {
    return this.#usable;
  }

  async submit(message: Message): Promise<Outcome> {
    assertSendable(message);
    if (!this.#usable) return { status: "unsent", stage: "mail", reason: "The transport was closed." };
    const outcome = await this.#outcomeOf(message);
    // After what is not understood the next message gets a transport of its own.
    if (outcome.status === "uncertain" || outcome.status === "unsent") await this.close();
    return outcome;
  }

  async close(): Promise<void> {
    if (!this.#usable) return;
    this.#usable = false;
    closeQuietly(this.#mailer);
    this.#end();
  }

  async #outcomeOf({ envelope, bytes }: Message): Promise<Outcome> {
    const late = new AbortController();
    try {
      const mail = {
        // The buffer is used again for the next reader, and a transport that was given up may still read it.
        raw: Buffer.from(bytes),
        envelope: { from: envelope.from, to: [envelope.to] },
        signal: late.signal,
      };
      return outcomeOfInfo(await within(this.#messageMs, () => this.#mailer.sendMail(mail)), envelope.to);
    } catch (fault) {
      if (fault === tooLate)
        return {
          status: "uncertain",
          reason: `The transport did not come to an end within ${this.#messageMs} ms.`,
        };
      return outcomeOfFault(fault);
    } finally {
      late.abort();
    }
  }
}

type MakeTransport = (given: { environment: RelayModule["environment"] }) => unknown;

async function loadedFunction(relay: RelayModule): Promise<MakeTransport> {
  const found = await pathInside(relay.root, relay.module);
  if (found.status !== "found") throw relayFault(relay, `cannot be loaded: ${found.why}`, true);
  const loaded: unknown = await import(pathToFileURL(found.path).href).catch((fault: unknown) => {
    throw relayFault(relay, `cannot be loaded: ${faultWords(fault)}`, true);
  });
  const make = (loaded as { default?: unknown }).default;
  if (typeof make !== "function")
    throw relayFault(relay, "cannot be used: its default export is not a function", true);
  return make as MakeTransport;
}

function toMailer(made: unknown): Mailer {
  if (typeof made !== "object" || made === null) throw new Error(`its function returned ${String(made)}`);
  const own = "sendMail" in made && typeof made.sendMail === "function" ? made : undefined;
  return (own ?? createTransport(made as Parameters<typeof createTransport>[0])) as Mailer;
}

const tooLate = Symbol("too late");

/** Throws `tooLate` after so many ms, whatever becomes of the work. */
async function within<Value>(ms: number, work: () => Promise<Value>): Promise<Value> {
  const done = new AbortController();
  const started = Promise.resolve().then(work);
  try {
    const clock = sleep(ms, undefined, { signal: done.signal }).then(() => {
      throw tooLate;
    });
    return await Promise.race([started, clock]);
  } finally {
    done.abort();
    started.catch(() => undefined);
  }
}

function closeQuietly(mailer: Mailer): void {
  try {
    mailer.close();
  } catch {
    // Whatever it was, nobody needs the transport any more.
  }
}

function relayFault({ name, module }: RelayModule, says: string, permanent: boolean): RelayFault {
  return new RelayFault({
    code: "transport/module",
    stage: "connect",
    permanent,
    message: `The relay ${name} (${module}) ${says.replace("Symbol(too late)", "it did not come to an end in time")}.`,
    remedy: "Mend the module; docs/relays.md says what it has to be.",
  });
}
