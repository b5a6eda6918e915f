import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { planMailing } from "../src/delivery/plan-mailing.ts";
import { runMailing } from "../src/delivery/run-mailing.ts";
import { startMailing } from "../src/delivery/start-mailing.ts";
import { standardTimeouts } from "../src/model/relay.ts";
import { undivided } from "../src/model/variant.ts";
import { ensureLists } from "../src/store/lists.ts";
import { openStore } from "../src/store/store.ts";
import { importSubscribers } from "../src/subscriptions/import-subscribers.ts";
import { smtpTransport } from "../src/transport/smtp.ts";
import { measured, type SendJob } from "./child.ts";
import { editionOfYaml, emailOf, list, longIssueYaml, root } from "./material.ts";

/** Letterpress as `send` runs it: plan, freeze, ledger on disk (SQLite, every commit synced), own SMTP session. */
await measured(async ({ port, readers, connections, briefs }: SendJob, timed) => {
  const folder = mkdtempSync(join(root, ".letterpress-bench-"));
  const { edition, sender } = await editionOfYaml(longIssueYaml(briefs));
  const store = await openStore({ file: join(folder, "store.sqlite") });
  try {
    await ensureLists(store, [{ id: list, name: list }]);
    const source = csv(readers);
    const fields = ["firstName", "city"];
    await importSubscribers(store, { file: "bench.csv", source, list, fields, now: Date.now() });
    const pace = {};
    const editions = [edition];
    const plan = await planMailing(store, {
      issue: "bench",
      list: { id: list, sender },
      split: undivided("bench"),
      editions,
      relays: [{ connections }],
      pace,
      now: Date.now(),
    });
    const mailing = await startMailing(store, plan, Date.now());
    const security = "none" as const;
    const relay = {
      name: "sink",
      host: "127.0.0.1",
      port,
      security,
      connections,
      depth: 1,
      timeouts: standardTimeouts,
    };
    const messageBytes = plan.messageBytes;
    await timed(messageBytes, async () => {
      const run = await runMailing(store, mailing, {
        relays: [{ name: relay.name, transport: smtpTransport(relay), connections }],
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
    rmSync(folder, { recursive: true, force: true });
  }
});

async function* csv(readers: number): AsyncGenerator<string> {
  yield "email,firstName,city\n";
  for (let reader = 1; reader <= readers; reader += 1)
    yield `${emailOf(reader)},Reader ${reader},City ${reader % 97}\n`;
}
