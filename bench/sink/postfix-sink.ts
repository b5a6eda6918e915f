import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ended, type Sink } from "./start-sink.ts";

const program = "/usr/sbin/smtp-sink";

/** postfix's own sink, which the sends to come are measured against too; undefined where it is not installed. */
export async function startPostfixSink(): Promise<Sink | undefined> {
  if (!existsSync(program)) return undefined;
  for (;;) {
    // Below the ports that the system gives out, because smtp-sink cannot ask for a free one.
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await answers(port)) continue;
    // smtp-sink insists on another user when root starts it. With -c it tells after each message how many it has.
    const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
    const child = spawn(program, [...user, "-c", `127.0.0.1:${port}`, "100"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const messages = counting(child);
    while (child.exitCode === null && !(await answers(port))) await sleep(20);
    if (child.exitCode !== null) continue;
    return {
      port,
      // What it has told is on its way through a pipe, so it is asked a little later.
      taken: async () => {
        await sleep(100);
        return { messages: messages(), bytes: Number.NaN };
      },
      async stop() {
        child.kill();
        await ended(child);
      },
    };
  }
}

function counting(child: ChildProcess): () => number {
  let told = "";
  child.stdout?.setEncoding("latin1").on("data", (text: string) => {
    told = (told + text).slice(-200);
  });
  return () => Number([...told.matchAll(/mesg=(\d+)\r/g)].at(-1)?.[1] ?? 0);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
