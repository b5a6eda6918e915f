import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { program } from "./program.ts";
import type { Sink } from "./sink/start-sink.ts";

/** A sender as it looks from outside, so many seconds after its start. */
export interface Moment {
  readonly seconds: number;
  /** Arrived at the sink. */
  readonly messages: number;
  /** The most memory the process had until then; undefined where there is no /proc. */
  readonly peakMegabytes: number | undefined;
  /** What it has at that moment. */
  readonly megabytes: number | undefined;
  readonly cpuSeconds: number | undefined;
}

/**
 * Runs a command of Letterpress, as it is published, in `folder` and looks at it five times a second, until it has
 * ended well.
 */
export async function watchSend(
  folder: string,
  args: readonly string[],
  sink: Pick<Sink, "taken">,
): Promise<readonly Moment[]> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const moments: Moment[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    const [{ messages }, own] = [await sink.taken(), await ownFigures(child.pid)];
    const seconds = (performance.now() - start) / 1000;
    // A process that has just ended tells nothing any more.
    moments.push({ seconds, messages, ...(own ?? lastFigures(moments)) });
    await Promise.race([ended, sleep(200)]);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`letterpress ${args.join(" ")} ended with ${code}:\n${said}`);
  const { messages } = await sink.taken();
  moments.push({ seconds: (performance.now() - start) / 1000, messages, ...lastFigures(moments) });
  return moments;
}

type OwnFigures = Pick<Moment, "peakMegabytes" | "megabytes" | "cpuSeconds">;

function lastFigures(moments: readonly Moment[]): OwnFigures {
  const { peakMegabytes, megabytes, cpuSeconds } = moments.at(-1) ?? {};
  return { peakMegabytes, megabytes, cpuSeconds };
}

async function ownFigures(pid: number | undefined): Promise<OwnFigures | undefined> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const status = await read("status");
  const size = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  // utime and stime are the 14th and 15th field; the second is in brackets and may hold spaces.
  const fields = (await read("stat")).split(") ")[1]?.split(" ");
  if (!status.includes("VmHWM") || fields === undefined) return undefined;
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { peakMegabytes: size("VmHWM"), megabytes: size("VmRSS"), cpuSeconds: ticks / ticksPerSecond };
}

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;
