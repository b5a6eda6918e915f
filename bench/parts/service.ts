import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { parseAddress } from "../../src/base/address.ts";
import { ensureLists } from "../../src/store/lists.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import { countSubscriptions } from "../../src/store/subscribers.ts";
import { list, root, newsletterHead } from "../material.ts";
import { figure, markdownTable } from "../table.ts";

/**
 * The command itself, `npx letterpress serve`, asked over loopback by this process: how many readers unsubscribe in a
 * second, how long one waits when 500 a second do, and whether the time of an answer tells what is known of an address.
 */
export async function benchService(scale: number): Promise<string> {
  const readers = Math.max(2_000, Math.round(40_000 * scale));
  const folder = await mkdtemp(join(root, ".letterpress-bench-"));
  try {
    await using relay = await startRelay();
    await newsletter(folder, relay.port);
    const tokens = await fill(folder, readers);
    const { child, url } = await serve(folder);
    try {
      const [atOnce, evenly] = [tokens.slice(0, readers / 2), tokens.slice(readers / 2)];
      const perSecond = await unsubscribeAtOnce(url, atOnce);
      const waits = await unsubscribeEvenly(
        url,
        evenly.slice(0, Math.round(10_000 * Math.min(1, scale * 2))),
      );
      const timings = await compareTimings(url, Math.max(50, Math.round(400 * Math.min(1, scale))));
      await checkDurable(folder, atOnce.length + waits.length);
      return words({ perSecond, waits, timings, readers });
    } finally {
      child.kill("SIGTERM");
      await once(child, "close");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const connections = 64;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

/** As fast as 64 connections can; a second. */
async function unsubscribeAtOnce(url: string, tokens: readonly string[]): Promise<number> {
  const left = tokens.values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const token of left) await unsubscribe(url, token);
    }),
  );
  return tokens.length / ((performance.now() - startedAt) / 1000);
}

/** 500 a second, whether answers come or not; the ms from the moment in which each was due. */
async function unsubscribeEvenly(url: string, tokens: readonly string[]): Promise<readonly number[]> {
  const startedAt = performance.now();
  const waits = tokens.map(async (token, index) => {
    const dueAt = startedAt + index * 2;
    await sleep(Math.max(0, dueAt - performance.now()));
    await unsubscribe(url, token);
    return performance.now() - dueAt;
  });
  return (await Promise.all(waits)).toSorted((one, other) => one - other);
}

/** One after the other in turns, so that nothing the machine does falls on one kind of address. */
async function compareTimings(url: string, rounds: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const answer = await fetch(`${url}/subscribe`, { headers: { Accept: "application/json" } });
  const { time } = (await answer.json()) as { readonly time: string };
  await sleep(2_100);
  const taken = new Map<string, number[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const kind of kinds.toSorted(() => Math.random() - 0.5)) {
      const startedAt = performance.now();
      const status = await post(url, "/subscribe", `email=${kind}${round}@example.org&time=${time}`);
      if (status !== 200) throw new Error(`a sign-up was answered with ${status}`);
      taken.get(kind)?.push(performance.now() - startedAt);
    }
  return taken;
}

const kinds = ["new", "subscribed", "unsubscribed", "suppressed"] as const;

async function unsubscribe(url: string, token: string): Promise<void> {
  const status = await post(url, `/u/${token}`, "List-Unsubscribe=One-Click");
  if (status !== 200) throw new Error(`an unsubscribing was answered with ${status}`);
}

function post(url: string, path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/x-www-form-urlencoded",
      "Content-Length": Buffer.byteLength(body),
    };
    const sent = request(url + path, { method: "POST", agent, headers });
    sent.once("error", reject);
    sent.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.end(body);
  });
}

async function serve(folder: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = join(root, "src/cli/letterpress.ts");
  const child = spawn(process.execPath, [program, "serve", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`serve ended and said ${said}`);
}

/** Returns the tokens of so many readers; the addresses whose sign-ups are timed come beside them. */
async function fill(folder: string, readers: number): Promise<readonly string[]> {
  await using store = await openStore({ file: join(folder, ".letterpress/store.sqlite") });
  await ensureLists(store, [{ id: list, name: "The Bench" }]);
  await add(
    store,
    "confirmed",
    Array.from({ length: readers }, (_, index) => `r${index}@example.org`),
  );
  const timed = (kind: string) => Array.from({ length: 400 }, (_, index) => `${kind}${index}@example.org`);
  await add(store, "confirmed", timed("subscribed"));
  await add(store, "unsubscribed", timed("unsubscribed"));
  for (const key of timed("suppressed"))
    await addSuppression(store, { key, reason: "complaint", source: "bench", createdAt: 1 });
  const rows = await store.db
    .selectFrom("subscriptions")
    .innerJoin("subscribers", "subscribers.id", "subscriptions.subscriber_id")
    .select("token")
    .where("email", "like", "r%")
    .execute();
  return rows.map(({ token }) => token).toSorted();
}

async function add(
  store: Store,
  state: "confirmed" | "unsubscribed",
  emails: readonly string[],
): Promise<void> {
  for (let start = 0; start < emails.length; start += 1_000) {
    const readers = emails.slice(start, start + 1_000).flatMap((email) => {
      const parsed = parseAddress(email);
      return parsed.status === "valid" ? [{ address: parsed.address, fields: {}, state }] : [];
    });
    await saveSubscribers(store, { list, readers, now: 1, consent: { type: "imported", source: "bench" } });
  }
}

async function checkDurable(folder: string, wanted: number): Promise<void> {
  await using store = await openStore({ file: join(folder, ".letterpress/store.sqlite") });
  const { unsubscribed } = await countSubscriptions(store, list);
  if (unsubscribed !== wanted + 400)
    throw new Error(`${wanted} readers were answered, and ${unsubscribed - 400} are unsubscribed`);
}

function words(measured: {
  readonly perSecond: number;
  readonly waits: readonly number[];
  readonly timings: ReadonlyMap<string, readonly number[]>;
  readonly readers: number;
}): string {
  const { perSecond, waits, timings, readers } = measured;
  const rows = [...timings].map(([kind, taken]) => {
    const sorted = taken.toSorted((one, other) => one - other);
    const others = [...timings].flatMap(([other, theirs]) => (other === kind ? [] : theirs));
    return [
      kind,
      ...[0.1, 0.5, 0.9].map((part) => figure(quantile(sorted, part), 2)),
      figure(rankDifference(taken, others), 1),
    ];
  });
  return [
    `\`npx letterpress serve\` with ${figure(readers)} readers; it and who asks it share the machine. Every 200 is on the disk before it is sent.`,
    "",
    `- one-click POSTs over ${connections} connections: **${figure(perSecond)} a second** (aim: at least 2,000)`,
    `- one-click POSTs at 500 a second, from the moment at which each was due, in ms: half of them ${figure(quantile(waits, 0.5), 1)}, **99 of 100 ${figure(quantile(waits, 0.99), 1)}** (aim: at most 50), all ${figure(waits.at(-1), 1)}`,
    "",
    "How long a sign-up takes by what is known of its address, in ms, in turns and one at a time:",
    "",
    markdownTable(["address", "1 of 10 under", "half under", "9 of 10 under", "z"], rows),
    "",
    "z compares each kind with the others (Mann-Whitney): chance alone stays between -3 and 3.",
  ].join("\n");
}

/**
 * How many standard deviations the ranks of `some` lie off those of a draw from all (Mann-Whitney U, normal
 * approximation).
 */
function rankDifference(some: readonly number[], others: readonly number[]): number {
  const all = [...some.map((ms) => ({ ms, isOurs: true })), ...others.map((ms) => ({ ms, isOurs: false }))];
  const ranks = all
    .toSorted((one, other) => one.ms - other.ms)
    .flatMap(({ isOurs }, at) => (isOurs ? [at + 1] : []));
  const u = ranks.reduce((sum, rank) => sum + rank, 0) - (some.length * (some.length + 1)) / 2;
  const expected = (some.length * others.length) / 2;
  return (u - expected) / Math.sqrt((expected * (all.length + 1)) / 6);
}

function quantile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Takes confirmation mails, so that the service is as busy with them as it would be. */
async function startRelay(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, _session, done) {
      stream.resume();
      stream.once("end", () => done());
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

async function newsletter(folder: string, port: number): Promise<void> {
  await cp(join(root, "templates"), join(folder, "templates"), { recursive: true });
  await writeFile(
    join(folder, "letterpress.yaml"),
    `${newsletterHead}relays:
  - { host: 127.0.0.1, port: ${port}, security: none }
service:
  limits: { networkPerHour: 1000000, perHour: 1000000 }
`,
  );
}
