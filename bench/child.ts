import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a sending process is told. */
export interface SendJob {
  readonly port: number;
  readonly readers: number;
  readonly connections: number;
  /** How many briefs are added to the sample issue. */
  readonly briefs: number;
}

export interface Measure {
  readonly seconds: number;
  /** User and system time of the sending process, in seconds. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly messageBytes: number;
}

/** In a sending process: waits for the job, does it, and tells the parent what the timed part cost. */
export async function measured(
  work: (
    job: SendJob,
    timed: (messageBytes: number, part: () => Promise<void>) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  const job = await new Promise<SendJob>((resolve) =>
    process.once("message", (message) => resolve(message as SendJob)),
  );
  await work(job, async (messageBytes, part) => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await part();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const peakMegabytes = process.resourceUsage().maxRSS / 1024;
    process.send?.({
      seconds,
      cpuSeconds: (user + system) / 1e6,
      peakMegabytes,
      messageBytes,
    } satisfies Measure);
  });
  process.disconnect();
}

/** Runs one of the sending programs in a process of its own. */
export async function runJob(program: string, job: SendJob): Promise<Measure> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [], { stdio: "inherit" });
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
