import { existsSync } from "node:fs";
import { beginThread, noMoreThreads } from "../../base/begin-thread.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Plan } from "../../preview/desk/plans.ts";
import { noStore, openNewsletter } from "../newsletter.ts";

/** What the thread is asked. */
export interface PlanQuestion {
  readonly folder: string;
  /** The file, from the newsletter's folder on. */
  readonly file: string;
  readonly list: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * What `send --dry-run` says of an issue, by that command itself, in a thread: to count a long list takes seconds, in
 * which no page would be answered. Nothing is made or changed; without a store it says that there is none. Aborted, it
 * ends and rejects.
 */
export async function planApart(question: PlanQuestion, signal: AbortSignal): Promise<Plan> {
  const config = await openNewsletter(question.folder);
  // The command would say the same after it has loaded for seconds.
  if (!existsSync(config.store)) return [{ text: noStoreWords(), isNote: true }];
  const thread = beginThread(threadFile, { workerData: question, name: "plan" });
  if (thread === undefined) throw noPlan(`There is no plan here, because ${noMoreThreads}.`);
  const end = () => void thread.terminate();
  const timer = setTimeout(end, mostMs);
  signal.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<Plan>((resolve, reject) => {
      thread.once("message", resolve);
      thread.once("error", reject);
      thread.once("exit", () => reject(noPlan("The plan was not ready in two minutes.")));
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    await thread.terminate();
  }
}

function noStoreWords(): string {
  const { message, remedy } = noStore();
  return `${message} ${remedy}`;
}

function noPlan(why: string): LetterpressError {
  return new LetterpressError(
    "preview/no-plan",
    why,
    "Ask for it in a terminal: npx letterpress send <issue> --dry-run",
  );
}

const mostMs = 120_000;

/** In the form in which this file is: TypeScript while we work, JavaScript in the package. */
const threadFile = new URL(
  `./plan-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);
