import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What a sink has taken since its start. */
export interface Taken {
  readonly messages: number;
  readonly bytes: number;
  /** User and system time of the sink itself; undefined when it does not tell. */
  readonly cpuSeconds?: number;
}

/** A server that takes everything and keeps nothing, in a process of its own. */
export interface Sink {
  readonly port: number;
  taken(): Promise<Taken>;
  stop(): Promise<void>;
}

/** How a relay behaves. */
export interface SinkManners {
  /** Every reply leaves this long after its command: the round trip time of the line. */
  readonly delayMs: number;
  /** Whether it offers CHUNKING. */
  readonly chunking: boolean;
}

/** The program that is the bench's sink on this machine. */
export interface SinkProgram extends AsyncDisposable {
  /** For the head of the report. */
  readonly description: string;
  start(manners?: Partial<SinkManners>): Promise<Sink>;
}

/** Compiles the C sink where there is Linux and a C compiler; otherwise the slower one in Node, and says so. */
export async function sinkProgram(): Promise<SinkProgram> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-sink-"));
  const program = join(folder, "sink");
  const compiled = await promisify(execFile)("cc", ["-O2", "-o", program, here("sink.c")]).then(
    () => true,
    () => false,
  );
  const [command, ...first] = compiled ? [program] : [process.execPath, here("node-sink.ts")];
  return {
    description: compiled
      ? "the sink in C (bench/sink/sink.c)"
      : "the sink in Node, because this machine cannot compile the one in C: it takes two to three times as much of the machine, and fast senders show slower than they are",
    start: ({ delayMs = 0, chunking = true } = {}) =>
      startSink(command ?? "", [...first, String(delayMs), chunking ? "chunking" : "plain"]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Starts one of the two programs; see the head of sink.c for what it is told. */
export async function startSink(command: string, args: readonly string[]): Promise<Sink> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const numbers = async () => {
    const { value } = await lines.next();
    if (typeof value !== "string") throw new Error("the sink has ended");
    return value.replace("port ", "").split(" ").map(Number);
  };
  const [port = 0] = await numbers();
  return {
    port,
    async taken() {
      child.stdin.write("\n");
      const [messages = 0, bytes = 0, cpuSeconds = 0] = await numbers();
      return { messages, bytes, cpuSeconds };
    },
    async stop() {
      child.stdin.end();
      await ended(child);
    },
  };
}

export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
}

function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
