import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Edition } from "../../src/model/edition.ts";
import type { Sender } from "../../src/model/sender.ts";
import type { SigningKey } from "../../src/model/signing-key.ts";

/**
 * What a sending program is told. The issue is rendered already, so that no sender is measured with MJML in its memory.
 */
export interface SendJob {
  readonly edition: Edition;
  readonly sender: Sender;
  readonly port: number;
  readonly readers: number;
  readonly connections: number;
  /** Messages on their way on each connection, for senders that know this. */
  readonly depth: number;
  /** Letterpress only; undefined: as many as `send` would take. */
  readonly threads?: number;
  /** email-templates only: inlines the CSS anew for each reader, as the package does unless it is told not to. */
  readonly inlinesCss?: boolean;
  /** Each signs every message. */
  readonly keys: readonly SigningKey[];
}

/** What sending cost, from the first connection to the last answer. */
export interface Measure {
  readonly seconds: number;
  /** User and system time of the sending process. */
  readonly cpuSeconds: number;
  /** The most memory the process ever had; undefined for programs that are not ours to ask. */
  readonly peakMegabytes?: number;
}

/** The part of a run's options that says how many threads there are, as `send` chooses them. */
export function threadsOf({ threads }: SendJob): { readonly threads: number } | { readonly cores: number } {
  return threads === undefined ? { cores: availableParallelism() } : { threads };
}

/** In a sending program: waits for the job, does it, and tells the bench what the timed part cost. */
export async function measured(
  work: (job: SendJob, timed: (part: () => Promise<unknown>) => Promise<void>) => Promise<void>,
): Promise<void> {
  const job = await new Promise<SendJob>((resolve) =>
    process.once("message", (message) => resolve(message as SendJob)),
  );
  await work(job, async (part) => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await part();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const peakMegabytes = process.resourceUsage().maxRSS / 1024;
    process.send?.({ seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes } satisfies Measure);
  });
  process.disconnect();
}

/** Runs one of the sending programs, a file beside this one, in a process of its own. */
export async function runJob(program: string, job: SendJob): Promise<Measure> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [], {
    stdio: "inherit",
    serialization: "advanced",
    // Programs that cache their templates in production only are measured as they are in production.
    env: { ...process.env, NODE_ENV: "production" },
  });
  const measure = new Promise<Measure>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Measure));
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code} before it was done`)));
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.send(job);
  const result = await measure;
  await ended;
  return result;
}
