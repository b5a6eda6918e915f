import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNewsletterStore } from "../../../src/cli/newsletter.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Before, type Cut, type Files, RecordedDisk } from "./disk.ts";
import { writeStore } from "./look-into-store.ts";
import type { Recording } from "./power.ts";
import type { Step } from "./recording.ts";

/** What a power cut would have left at one moment of a recording. */
export interface Left {
  /** The moment and what was lost, for whoever reads that it was wrong. */
  readonly when: string;
  readonly files: Files;
  /** What had been said until then, since the moment before. */
  readonly said: string;
  /** Nothing came after it. */
  readonly isEnd: boolean;
}

/**
 * Looks at what is left when only what was synced is on the disk, and when some of the rest is, too: at each of the
 * worst moments, or at one in `oneIn` of them, chosen by chance, and at each before which more was said without a sync
 * than ever before. Returns at how many disks it looked.
 */
export async function eachCut(
  recording: Recording,
  { random, oneIn }: { readonly random: () => number; readonly oneIn: number },
  look: (left: Left) => void | Promise<void>,
): Promise<number> {
  const steps = await recording.steps();
  let saidBefore = "";
  let mostSaid = 0;
  let looked = 0;
  for (const { at, disk, said } of worstMoments(recording.before, steps)) {
    saidBefore += said;
    const isEnd = at === steps.length;
    const isWorst = said.length > mostSaid;
    mostSaid = Math.max(mostSaid, said.length);
    if (!isEnd && !isWorst && random() * oneIn >= 1) continue;
    for (const cut of ["synced", random] satisfies readonly Cut[]) {
      const when = `at step ${at} of ${steps.length}, ${cut === "synced" ? "all that was not synced is lost" : "some of what was not synced is lost"}`;
      await look({ when, files: disk.after(cut), said: saidBefore, isEnd });
      saidBefore = "";
      looked += 1;
    }
  }
  return looked;
}

/**
 * What `ask` learns of the store among these files, once it was opened as every command opens it, which also takes over
 * who is noted beside it; undefined when there is none. `root` has the configuration.
 */
export async function askStore<Answer>(
  root: string,
  files: Files,
  ask: (store: Store) => Promise<Answer>,
): Promise<Answer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-cut-"));
  try {
    const file = writeStore(folder, files);
    const { config } = await readConfig(root);
    if (file === undefined || config === undefined) return undefined;
    await using store = await openNewsletterStore(config, file);
    return await ask(store);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * As each sync is about to end, when the most was said since what is on the disk, and the end. What is synced is the
 * same at every other moment as at the next of these.
 */
function* worstMoments(before: Before, steps: readonly Step[]) {
  const disk = new RecordedDisk(before);
  let said = "";
  for (const [at, step] of steps.entries()) {
    if (step.does === "end to sync") {
      yield { at, disk, said };
      said = "";
    }
    if (step.does === "say") said += step.bytes.toString("latin1");
    disk.apply(step);
  }
  yield { at: steps.length, disk, said };
}
