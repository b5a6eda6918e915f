import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { planMailing } from "../../src/delivery/plan-mailing.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import { compileMessage } from "../../src/message/compile-message.ts";
import { dkimSigner } from "../../src/message/dkim/signer.ts";
import { personalize } from "../../src/message/personalize.ts";
import type { SigningKey } from "../../src/model/signing-key.ts";
import { undivided } from "../../src/model/variant.ts";
import { recordLedger } from "../../src/store/deliveries.ts";
import { openStore } from "../../src/store/store.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { fillStore } from "../fill-store.ts";
import { type Lab, scaled } from "../lab.ts";
import { list, type Material, root } from "../material.ts";
import { median } from "../median.ts";
import { startedReader } from "../senders/reader-values.ts";
import { sinkRelay } from "../senders/sink-relay.ts";
import { figure, markdownTable } from "../table.ts";

/** The steps of one message by themselves, in one thread: where the time of a send goes, and why an aim is missed. */
export async function benchMessage(lab: Lab): Promise<string> {
  const { rsa, ed25519 } = lab.keys;
  const steps: readonly (readonly [string, () => Promise<Cost>])[] = [
    ["the message for one reader, from its template", () => making(lab, [])],
    ["the same, signed with Ed25519", () => making(lab, [ed25519])],
    ["the same, signed with RSA-2048", () => making(lab, [rsa])],
    ["handed to a connection by DATA, one at a time", () => submitting(lab, 1)],
    ["handed to a connection by BDAT, 8 on their way", () => submitting(lab, 8)],
    ["intent and outcome in the ledger, groups of 5", () => recording(lab, 5)],
    ["intent and outcome in the ledger, groups of 40", () => recording(lab, 40)],
  ];
  const rows: string[][] = [];
  for (const [name, step] of steps) {
    const costs: Cost[] = [];
    for (let round = 0; round < lab.rounds; round += 1) costs.push(await step());
    const cpu = median(costs.map(({ cpuMicros }) => cpuMicros));
    const wall = median(costs.map(({ wallMicros }) => wallMicros));
    rows.push([name, `${figure(cpu)} µs`, `${figure(wall)} µs`]);
  }
  return markdownTable(["for each message", "CPU", "time"], rows);
}

/** For each of so many messages, in µs. */
interface Cost {
  readonly cpuMicros: number;
  readonly wallMicros: number;
}

async function costOf(count: number, work: () => unknown): Promise<Cost> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMicros: (user + system) / count, wallMicros: ((performance.now() - start) * 1000) / count };
}

function messagesOf({ edition, sender }: Material, keys: readonly SigningKey[]) {
  const names = { issue: "bench", list, date: 0 };
  const template = compileMessage(edition, sender, names, "key", keys.map(dkimSigner));
  return (reader: number) => personalize(template, startedReader(reader, edition.variant));
}

async function making(lab: Lab, keys: readonly SigningKey[]): Promise<Cost> {
  const message = messagesOf(lab.material, keys);
  const make = (count: number) => {
    for (let reader = 1; reader <= count; reader += 1) message(reader);
  };
  make(1_000);
  const count = scaled(lab, 5_000);
  return costOf(count, () => make(count));
}

async function submitting(lab: Lab, depth: number): Promise<Cost> {
  const message = messagesOf(lab.material, [])(1);
  const session = await smtpTransport(sinkRelay({ port: lab.fast.port, connections: 1, depth })).open();
  const submit = async (count: number) => {
    let left = count;
    const slot = async () => {
      while (left-- > 0) {
        const { status } = await session.submit(message);
        if (status !== "submitted") throw new Error(`the sink's session ended with ${status}`);
      }
    };
    await Promise.all(Array.from({ length: depth }, slot));
  };
  await submit(500);
  const count = scaled(lab, 5_000);
  const cost = await costOf(count, () => submit(count));
  await session.close();
  return cost;
}

async function recording(lab: Lab, size: number): Promise<Cost> {
  const folder = await mkdtemp(join(root, ".letterpress-bench-"));
  const store = await openStore({ file: join(folder, "store.sqlite") });
  try {
    const readers = scaled(lab, 20_000);
    await fillStore(store, readers);
    const { edition, sender } = lab.material;
    const plan = await planMailing(store, {
      issue: "bench",
      list: { id: list, sender },
      split: undivided("bench"),
      editions: [edition],
      relays: [{ name: "main", connections: 1 }],
      pace: {},
      now: Date.now(),
    });
    const { id: mailing } = await startMailing(store, plan, Date.now(), "bench");
    return await costOf(readers, async () => {
      let done: readonly number[] = [];
      for (let first = 1; first <= readers; first += size) {
        const wanted = Array.from({ length: Math.min(size, readers - first + 1) }, (_, at) => ({
          subscriber: first + at,
          relay: "sink",
          domain: "example.org",
        }));
        const settled = done.map(
          (subscriber) => ({ subscriber, state: "submitted", reason: "250 2.0.0 taken" }) as const,
        );
        const recorded = await recordLedger(store, {
          mailing,
          runner: "bench",
          now: Date.now(),
          settled,
          wanted,
        });
        if (recorded.status !== "recorded") throw new Error("the ledger is fenced");
        done = recorded.started.map(({ subscriber }) => subscriber);
        if (done.length !== wanted.length)
          throw new Error(`${wanted.length} readers were wanted, ${done.length} started`);
      }
    });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
