import { backoffMs } from "../base/backoff.ts";
import { type Clock, dayMs, hourMs, type Instant, minuteMs } from "../base/clock.ts";
import { LetterpressError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import type { Outcome } from "../model/outcome.ts";
import { linkKey } from "../store/link-keys.ts";
import {
  abandonMails,
  type ClaimedMail,
  claimMail,
  nextMailAt,
  purgeSignUps,
  settleMail,
} from "../store/service-mails.ts";
import type { Store } from "../store/store.ts";
import { addSuppression } from "../store/suppressions.ts";
import { RelayFault, type Session, type Transport } from "../transport/transport.ts";
import { type MailMaker, serviceMessage } from "./mails/service-message.ts";

/** How mails that belong to sign-ups are made and sent. */
export interface ServiceMailParts {
  readonly store: Store;
  readonly maker: Omit<MailMaker, "key">;
  /** In the order in which they are tried; by the names that the pace counts by. */
  readonly relays: readonly { readonly name: string; readonly transport: Transport }[];
  readonly clock: Clock;
  /** A number in [0, 1), for waits that do not come in step. */
  readonly random: () => number;
  /** Told what a person may have to mend, in whole sentences without an address in them. */
  readonly onTrouble?: (words: string) => void;
}

/**
 * The queue of confirmation and welcome mails (store/service-mails.ts), sent beside the answers of the service: one
 * after the other, whenever one is due, until `close`. Whoever writes into the queue says so by `wake`; what another
 * process writes is seen within half a minute.
 */
export class ServiceMails {
  readonly #parts: ServiceMailParts;
  readonly #closing = new AbortController();
  #wake: () => void = () => {};
  #isWoken = false;
  #purgedAt = 0;
  readonly #running: Promise<void>;

  constructor(parts: ServiceMailParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** Something may be due. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Finishes the mail that is on its way and begins no other; what waits is sent by the next run. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      this.#isWoken = false;
      const waitMs = await this.#pass().catch((fault: unknown) => this.#trouble(fault));
      if (!signal.aborted && !this.#isWoken) await this.#sleep(waitMs);
    }
  }

  /** Sends what is due; returns how long to wait, in ms. */
  async #pass(): Promise<number> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    await abandonMails(store, now);
    if (now - this.#purgedAt >= hourMs) {
      this.#purgedAt = now;
      await purgeSignUps(store, now);
    }
    const next = await nextMailAt(store);
    if (next === undefined) return longestSleepMs;
    if (next > now) return Math.min(next - now, longestSleepMs);
    await sendDue(this.#parts, this.#closing.signal);
    return 0;
  }

  /**
   * What people can mend is told, and tried again; what is thrown by a bug is told, too: a service does not end for it.
   */
  #trouble(fault: unknown): number {
    if (this.#closing.signal.aborted && fault instanceof RelayFault) return 0;
    const words = fault instanceof LetterpressError ? `${fault.message} ${fault.remedy}` : String(fault);
    this.#parts.onTrouble?.(words);
    return longestSleepMs;
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}

const longestSleepMs = minuteMs / 2;

/**
 * Sends every mail that is due, through the first relay that answers. Throws the RelayFault of the last one when none
 * does; then nothing has changed.
 */
export async function sendDue(parts: ServiceMailParts, signal?: AbortSignal): Promise<void> {
  const out = new Set<string>();
  while (signal?.aborted !== true) {
    const { name, session } = await openSession(parts, out, signal);
    const cutOff = () => setTimeout(() => void session.close(), graceMs).unref();
    signal?.addEventListener("abort", cutOff, { once: true });
    try {
      const end = await sendThrough(parts, name, session, signal);
      if (end === "done") return;
      if (end === "refused") out.add(name);
    } finally {
      signal?.removeEventListener("abort", cutOff);
      await session.close();
    }
  }
}

/**
 * How long a mail that is on its way may take when everything ends; then it is cut off, and it is not known whether it
 * arrived.
 */
const graceMs = 8_000;

async function openSession({ relays }: ServiceMailParts, out: ReadonlySet<string>, signal?: AbortSignal) {
  let last: RelayFault | undefined;
  for (const { name, transport } of relays) {
    if (out.has(name) || (signal?.aborted === true && last !== undefined)) continue;
    try {
      return { name, session: await transport.open(signal) };
    } catch (fault) {
      if (!(fault instanceof RelayFault)) throw fault;
      last = fault;
    }
  }
  throw (
    last ??
    new LetterpressError(
      "subscriptions/no-relay",
      "No relay takes confirmation and welcome mails.",
      "They wait, and are tried again. Ask whoever runs the relay.",
    )
  );
}

/** `ended`: the session is used up, and there may be more. */
async function sendThrough(
  parts: ServiceMailParts,
  relay: string,
  session: Session,
  signal?: AbortSignal,
): Promise<"done" | "ended" | "refused"> {
  const { store, clock } = parts;
  while (signal?.aborted !== true) {
    const claimed = await claimMail(store, { relay, now: clock.now() });
    if (claimed.status === "none") return "done";
    if (claimed.status === "dropped") continue;
    const outcome = await submitted(parts, session, claimed.mail);
    await settle(parts, claimed.mail, outcome);
    if (outcome.status === "refused") return "refused";
    if (!session.usable) return "ended";
  }
  return "done";
}

type MailOutcome =
  | Outcome
  | { readonly status: "dropped"; readonly reason: string }
  | { readonly status: "unmade"; readonly reason: string };

async function submitted(
  { store, maker, clock }: ServiceMailParts,
  session: Session,
  mail: ClaimedMail,
): Promise<MailOutcome> {
  try {
    const message = await serviceMessage({ ...maker, key: await linkKey(store) }, mail, clock.now());
    if (message === undefined) return { status: "dropped", reason: "nobody is sent such a mail" };
    if (message.envelope.needsUtf8 && !session.offersUtf8)
      return { status: "rejected", stage: "mail", because: "delivery", reply: "needs SMTPUTF8" };
    return await session.submit(message);
  } catch (fault) {
    // Before the first byte: a template that cannot be rendered now may be mended before the mail is given up.
    if (fault instanceof LetterpressError) return { status: "unmade", reason: fault.message };
    throw fault;
  }
}

async function settle(parts: ServiceMailParts, mail: ClaimedMail, outcome: MailOutcome): Promise<void> {
  const { store, clock, onTrouble } = parts;
  const now = clock.now();
  const reason = printable(wordsOf(outcome)).slice(0, 500);
  const settled = { id: mail.id, now, ...(reason === "" ? {} : { reason }) };
  switch (outcome.status) {
    case "rejected":
      if (outcome.because === "mailbox" && mail.kind !== "confirmation") await suppress(store, mail, now);
      return settleMail(store, { ...settled, state: outcome.status });
    case "submitted":
    case "uncertain":
    case "dropped":
      return settleMail(store, { ...settled, state: outcome.status });
    case "unmade":
      onTrouble?.(reason);
      return settleMail(store, { ...settled, ...againAt(parts, mail, now) });
    case "deferred":
    case "unsent":
    case "refused":
      return settleMail(store, { ...settled, ...againAt(parts, mail, now) });
  }
}

/**
 * A subscriber whose mailbox does not exist, as in a mailing. Who only typed an address is no subscriber yet: it may be
 * a mistake, or a mailbox of tomorrow, and a suppression would keep its owner out for good.
 */
async function suppress(store: Store, { email }: ClaimedMail, now: Instant): Promise<void> {
  await addSuppression(store, {
    key: email.toLowerCase(),
    reason: "bounce",
    source: "smtp",
    createdAt: now,
  });
}

function wordsOf(outcome: MailOutcome): string {
  if (outcome.status === "submitted") return "";
  return "reply" in outcome ? outcome.reply : outcome.reason;
}

function againAt(
  { random }: ServiceMailParts,
  { attempts, createdAt }: ClaimedMail,
  now: Instant,
): { readonly state: "pending"; readonly dueAt: Instant } | { readonly state: "rejected" } {
  if (now - createdAt >= dayMs) return { state: "rejected" };
  return { state: "pending", dueAt: now + backoffMs(waitsMs, attempts, random()) };
}

const waitsMs = [1, 5, 15, 30, 60].map((minutes) => minutes * minuteMs);
