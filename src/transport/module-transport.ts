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
 * Hands messages to any transport of nodemailer. The module's default export is a function; it gets `{ environment }`
 * and returns options of nodemailer, a transport for it, or a promise of one. Each session has one of its own, and one
 * message at a time. nodemailer gets our bytes as `raw` with an explicit envelope, and makes nothing of its own.
 *
 * It is code of the newsletter: it is loaded when a session is opened, so only by who sends.
 */
export function moduleTransport(relay: RelayModule): Transport {
  return { name: `${relay.name} (${relay.module})`, open: (signal) => openSession(relay, signal) };
}

/** What we use of nodemailer's Mail: its own types change with the transport. */
interface Mailer {
  sendMail(mail: object): Promise<unknown>;
  verify(): Promise<unknown>;
  close(): void;
}

/**
 * Loading, making and a first word with the provider have one time together, and none of them outlives who waits for
 * it.
 */
async function openSession(relay: RelayModule, signal: AbortSignal | undefined): Promise<Session> {
  const { connectMs, messageMs } = relay.timeouts;
  const over = new AbortController();
  const ready = readyMailer(relay, over.signal);
  try {
    return new ModuleSession(await within(connectMs, ready, signal), messageMs);
  } catch (fault) {
    over.abort();
    ready.then(closeQuietly, () => undefined);
    if (fault instanceof GivenUp) throw relayFault(relay, `was given up: ${fault.message}`, false);
    throw fault;
  }
}

/** A transport that answers. It is closed as soon as it is there when it is `over`. */
async function readyMailer(relay: RelayModule, over: AbortSignal): Promise<Mailer> {
  const make = await loadedFunction(relay);
  over.throwIfAborted();
  const mailer = await made(make, relay);
  const close = () => closeQuietly(mailer);
  over.addEventListener("abort", close, { once: true });
  try {
    over.throwIfAborted();
    await mailer.verify();
    return mailer;
  } catch (fault) {
    close();
    const isPermanent = (fault as { permanent?: unknown } | null)?.permanent === true;
    throw relayFault(relay, `cannot be used: ${faultWords(fault)}`, isPermanent);
  } finally {
    over.removeEventListener("abort", close);
  }
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
      // Async, because a transport may throw before it has a promise.
      const sent = (async () => this.#mailer.sendMail(mail))();
      return outcomeOfInfo(await within(this.#messageMs, sent), envelope.to);
    } catch (fault) {
      if (fault instanceof GivenUp)
        return { status: "uncertain", reason: `The transport was given up: ${fault.message}.` };
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

async function made(make: MakeTransport, relay: RelayModule): Promise<Mailer> {
  try {
    return toMailer(await make({ environment: relay.environment }));
  } catch (fault) {
    throw relayFault(relay, `made no transport: ${faultWords(fault)}`, true);
  }
}

function toMailer(returned: unknown): Mailer {
  if (typeof returned !== "object" || returned === null)
    throw new Error(`its function returned ${String(returned)}`);
  const own = "sendMail" in returned && typeof returned.sendMail === "function" ? returned : undefined;
  return (own ?? createTransport(returned as Parameters<typeof createTransport>[0])) as Mailer;
}

/** Somebody's work was not waited for to its end. Its message is why, as the end of a sentence. */
class GivenUp extends Error {}

/** Throws GivenUp after so many ms, and at once when the signal says so, whatever becomes of the work. */
async function within<Value>(ms: number, work: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  const given = Promise.withResolvers<never>();
  const timer = setTimeout(() => given.reject(new GivenUp(`it did not come to an end within ${ms} ms`)), ms);
  const giveUp = () => given.reject(new GivenUp("nobody waits for it any more"));
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted === true) giveUp();
  try {
    return await Promise.race([work, given.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    work.catch(() => undefined);
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
    message: `The relay ${name} (${module}) ${says}.`,
    remedy: "Mend the module; npx letterpress docs relays says what it has to be.",
  });
}
