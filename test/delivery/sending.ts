import { expect } from "@jest/globals";
import type { Clock } from "../../src/base/clock.ts";
import { planMailing, type SendPlan } from "../../src/delivery/plan-mailing.ts";
import type { RunEnd, RunEvent } from "../../src/delivery/run-event.ts";
import type { RunRelay } from "../../src/delivery/relays/lane.ts";
import { runMailing } from "../../src/delivery/run-mailing.ts";
import type { RunOptions } from "../../src/delivery/run-options.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import type { DeliveryCounts, Mailing } from "../../src/model/mailing.ts";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import type { Sender } from "../../src/model/sender.ts";
import { undivided } from "../../src/model/variant.ts";
import { listDeliveries } from "../../src/store/deliveries.ts";
import type { Store } from "../../src/store/store.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { checkEml, checkMailing } from "../support/eml-checker.ts";
import type { EmlExpectations } from "../support/eml-expectations.ts";
import { buildEdition, buildSender } from "../support/message-builder.ts";
import {
  type ReceivedMessage,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from "../support/smtp-server.ts";
import { addReaders, type TempStore, tempStore } from "../support/temp-store.ts";
import { sampleRelay } from "../transport/sample.ts";

export const sender: Sender = buildSender();
export const quickRetry = { stepsMs: [20], giveUpMs: 10_000 } as const;
export const quickSteps = [30, 30, 30, 30, 30, 30] as const;

/** A store with readers, a frozen mailing to them and a relay that behaves as told. */
export interface Sending extends AsyncDisposable {
  readonly store: Store;
  readonly temp: TempStore;
  readonly server: ScriptedServer;
  readonly mailing: Mailing;
  /** In the order of their addresses, `r1@example.org` first. */
  readonly readers: readonly number[];
}

export async function sending(input: {
  readonly readers: number;
  readonly script?: Script;
  readonly clock?: Clock;
  /** More readers, or other changes, before the list is frozen. */
  readonly before?: (store: Store) => Promise<unknown>;
  readonly plan?: Parameters<typeof plan>[1];
}): Promise<Sending> {
  const temp = await tempStore();
  const { store } = temp;
  const readers = await addReaders(store, input.readers);
  await input.before?.(store);
  const server = await startScriptedServer(input.script);
  const mailing = await startMailing(store, await plan(store, input.plan), 2_000);
  return {
    store,
    temp,
    server,
    mailing,
    readers,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await temp[Symbol.asyncDispose]();
    },
  };
}

/** The plan for the issue `hello` to the list `weekly`. */
export async function plan(
  store: Store,
  changes: Partial<Parameters<typeof planMailing>[1]> = {},
): Promise<SendPlan> {
  return planMailing(store, {
    issue: "hello",
    list: { id: "weekly", sender },
    split: undivided("hello"),
    editions: [buildEdition()],
    relays: [{ name: "main", connections: 3 }],
    pace: {},
    now: Date.UTC(2026, 8, 1, 7, 30),
    ...changes,
  });
}

let runs = 0;

interface Changes extends Partial<RunOptions> {
  readonly connections?: number;
  readonly depth?: number;
  readonly timeouts?: Partial<RelayTimeouts>;
}

export function options(server: { readonly port: number }, changes: Changes = {}): RunOptions {
  const { connections, depth, timeouts, ...others } = changes;
  runs += 1;
  return {
    relays: [runRelay(server, { connections, depth, timeouts })],
    pace: {},
    retry: quickRetry,
    relayStepsMs: quickSteps,
    runner: `runner-${runs}`,
    signal: new AbortController().signal,
    ...others,
  };
}

/** A relay of a run, which knows the server by this name. */
export function runRelay(
  server: { readonly port: number },
  {
    name = "test",
    connections = 3,
    depth = 1,
    timeouts = {},
  }: {
    readonly name?: string | undefined;
    readonly connections?: number | undefined;
    readonly depth?: number | undefined;
    readonly timeouts?: Partial<RelayTimeouts> | undefined;
  } = {},
): RunRelay {
  const transport = smtpTransport(sampleRelay(server, { name, timeouts, depth }));
  return { name, transport, connections, depth };
}

export interface Ran {
  readonly end: RunEnd;
  readonly mailing: Mailing;
  readonly counts: DeliveryCounts;
  readonly events: readonly RunEvent[];
}

/** Runs a mailing until it ends; fails when somebody else holds it or it is over. */
export async function run(
  { store, mailing, server }: Pick<Sending, "store" | "mailing" | "server">,
  changes: Changes = {},
  onEvent: (event: RunEvent) => unknown = () => undefined,
): Promise<Ran> {
  const started = await runMailing(store, mailing, options(server, changes));
  if (started.status !== "running") throw new Error(`the mailing is ${started.status}`);
  return toTheEnd(started.events, onEvent);
}

export async function toTheEnd(
  all: AsyncIterable<RunEvent>,
  onEvent: (event: RunEvent) => unknown = () => undefined,
): Promise<Ran> {
  const events: RunEvent[] = [];
  for await (const event of all) {
    events.push(event);
    await onEvent(event);
  }
  const last = events.at(-1);
  if (last?.type !== "ended") throw new Error("the run did not say how it ended");
  return { end: last.end, mailing: last.mailing, counts: last.counts, events };
}

export function started(answer: Awaited<ReturnType<typeof runMailing>>) {
  if (answer.status !== "running") throw new Error(`the mailing is ${answer.status}`);
  return answer.events;
}

/** How often each reader got the message, by address. */
export function copies(kept: readonly ReceivedMessage[]): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { envelope } of kept) {
    const to = envelope.to.join(" ");
    count[to] = (count[to] ?? 0) + 1;
  }
  return count;
}

/** `{ "r1@example.org": 1, … }` for the given numbers. */
export function oneEach(numbers: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(numbers.map((number) => [`r${number}@example.org`, 1]));
}

export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Every message that was received is without fault, alone and among the others. */
export function expectFaultless(kept: readonly ReceivedMessage[], changes: EmlExpectations = {}): void {
  const messages = kept.map(({ bytes, envelope }) => {
    const to = envelope.to.join(" ");
    return { bytes, envelope: { from: envelope.from, to, needsUtf8: /[^!-~]/.test(to) } };
  });
  const expectations = {
    postalAddress: sender.postalAddress,
    bounceDomain: "bounces.example.org",
    ...changes,
  };
  expect(messages.flatMap(({ bytes, envelope }) => checkEml(bytes, envelope, expectations))).toEqual([]);
  expect(checkMailing(messages)).toEqual([]);
}

/** `[address, state, reason]` of every delivery, in the order of the subscribers. */
export async function ledgerOf({ store, mailing }: Pick<Sending, "store" | "mailing">) {
  const states = [
    "pending",
    "submitting",
    "submitted",
    "deferred",
    "rejected",
    "skipped",
    "uncertain",
  ] as const;
  const rows = await listDeliveries(store, { mailing: mailing.id, states, limit: 10_000 });
  return rows.map(({ email, state, reason }) => [email, state, reason] as const);
}

/** How many copies these servers have kept of each reader's mail, altogether. */
export function keptBy(...all: readonly ScriptedServer[]) {
  return copies(all.flatMap((server) => server.kept));
}

export function told(events: readonly RunEvent[], type: RunEvent["type"]) {
  return events.filter((event) => event.type === type);
}
