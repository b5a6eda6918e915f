import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { planMailing } from "../../src/delivery/plan-mailing.ts";
import { runMailing } from "../../src/delivery/run-mailing.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import { undivided } from "../../src/model/variant.ts";
import { openStore } from "../../src/store/store.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { fillStore } from "../fill-store.ts";
import { list, root } from "../material.ts";
import { measured, threadsOf } from "./job.ts";
import { sinkRelay } from "./sink-relay.ts";

/**
 * Letterpress as `send` runs it, from the claim to the end: ledger on disk (SQLite, every commit synced), messages spliced from a
 * template, our own SMTP session. Plan and freeze come before and are measured by the part `audience`.
 */
await measured(async (job, timed) => {
  // Not below /tmp, which may be memory: the ledger is to be on a disk.
  const folder = await mkdtemp(join(root, ".letterpress-bench-"));
  const store = await openStore({ file: join(folder, "store.sqlite") });
  try {
    await fillStore(store, job.readers);
    const pace = {};
    const relay = sinkRelay(job);
    const { name, connections, depth } = relay;
    const plan = await planMailing(store, {
      issue: "bench",
      list: { id: list, sender: job.sender },
      split: undivided("bench"),
      editions: [job.edition],
      relays: [relay],
      pace,
      now: Date.now(),
    });
    const mailing = await startMailing(store, plan, Date.now());
    await timed(async () => {
      const run = await runMailing(store, mailing, {
        relays: [{ name, transport: smtpTransport(relay), connections, depth }],
        signingKeys: job.keys,
        ...threadsOf(job),
        pace,
        retry: { stepsMs: [1000], giveUpMs: 1000 },
        runner: "bench",
        signal: new AbortController().signal,
      });
      if (run.status !== "running") throw new Error(run.status);
      for await (const event of run.events)
        if (event.type === "ended" && event.end.status !== "complete") throw new Error(JSON.stringify(event));
    });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
