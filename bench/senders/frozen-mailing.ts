import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { planMailing } from "../../src/delivery/plan-mailing.ts";
import { startMailing } from "../../src/delivery/start-mailing.ts";
import type { Mailing } from "../../src/model/mailing.ts";
import { undivided } from "../../src/model/variant.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { fillStore } from "../fill-store.ts";
import { list, root } from "../material.ts";
import type { SendJob } from "./job.ts";
import { sinkRelay } from "./sink-relay.ts";

/** A store on the disk with the readers of a job and their mailing, planned and frozen; gone when `use` has ended. */
export async function withFrozenMailing(
  job: SendJob,
  use: (store: Store, mailing: Mailing) => Promise<void>,
): Promise<void> {
  // Not below /tmp, which may be memory: the ledger is to be on a disk.
  const folder = await mkdtemp(join(root, ".letterpress-bench-"));
  const store = await openStore({ file: join(folder, "store.sqlite") });
  try {
    await fillStore(store, job.readers);
    const plan = await planMailing(store, {
      issue: "bench",
      list: { id: list, sender: job.sender },
      split: undivided("bench"),
      editions: [job.edition],
      relays: [sinkRelay(job)],
      pace: {},
      now: Date.now(),
    });
    await use(store, await startMailing(store, plan, Date.now()));
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
