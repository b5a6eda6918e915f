import { runMailing } from "../../src/delivery/run-mailing.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { withFrozenMailing } from "./frozen-mailing.ts";
import { measured, threadsOf } from "./job.ts";
import { sinkRelay } from "./sink-relay.ts";

/**
 * Letterpress as `send` runs it, from the claim to the end: ledger on disk (SQLite, every commit synced), messages
 * spliced from a template, our own SMTP session. Plan and freeze come before and are measured by the part `audience`.
 */
await measured((job, timed) =>
  withFrozenMailing(job, async (store, mailing) => {
    const relay = sinkRelay(job);
    const { name, connections, depth } = relay;
    await timed(async () => {
      const run = await runMailing(store, mailing, {
        relays: [{ name, transport: smtpTransport(relay), connections, depth }],
        signingKeys: job.keys,
        ...threadsOf(job),
        pace: {},
        retry: { stepsMs: [1000], giveUpMs: 1000 },
        runner: "bench",
        signal: new AbortController().signal,
      });
      if (run.status !== "running") throw new Error(run.status);
      for await (const event of run.events)
        if (event.type === "ended" && event.end.status !== "complete") throw new Error(JSON.stringify(event));
    });
  }),
);
