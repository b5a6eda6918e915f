import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "../../src/store/store.ts";
import { fillStore } from "../fill-store.ts";
import { newsletterHead, root } from "../material.ts";
import { missingProgram } from "../program.ts";
import { type Sink, sinkProgram } from "../sink/start-sink.ts";
import { figure } from "../table.ts";
import { type Moment, watchSend } from "../watch-send.ts";

/**
 * The command itself, `npx letterpress send --yes`, to a list of a million on the disk: render, plan, freeze, send to
 * the end. A short letter, because what is looked at is what a list costs, and not what bytes do.
 */
export async function benchMillion(scale: number): Promise<string> {
  const readers = Math.round(1_000_000 * scale);
  const missing = missingProgram();
  if (missing !== undefined) return missing;
  const folder = await mkdtemp(join(root, ".letterpress-bench-"));
  await using program = await sinkProgram();
  const sink = await program.start();
  try {
    await newsletter(folder, sink);
    const store = await openStore({ file: join(folder, ".letterpress/store.sqlite") });
    await fillStore(store, readers);
    await store.close();
    const moments = await watchSend(folder, ["send", "hello", "--yes"], sink);
    const { messages, bytes } = await sink.taken();
    if (messages !== readers)
      throw new Error(`${readers} readers were to get it, and ${messages} messages arrived.`);
    return words(readers, bytes / messages, moments);
  } finally {
    await sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function words(readers: number, size: number, moments: readonly Moment[]): string {
  const at = (part: number) => timeAt(moments, part * readers);
  const [begin, end] = [at(0), at(1)];
  const rate = (from: number, to: number) => ((to - from) * readers) / (at(to) - at(from));
  const [first, last] = [rate(0, 0.1), rate(0.9, 1)];
  const whole = moments.at(-1);
  const peak = (messages: number) => moments.find((one) => one.messages >= messages)?.peakMegabytes;
  const used = (part: number) => moments.find((one) => one.messages >= part * readers)?.megabytes;
  return [
    `\`npx letterpress send --yes\` to ${figure(readers)} readers, messages of ${figure(size / 1000)} KB, 5 connections at depth 4:`,
    "",
    `- from the start of the program to the first message (render, plan, freeze): **${figure(begin, 1)} s** (aim: at most 60)`,
    `- from the first message to the last: ${figure(end - begin, 1)} s, ${figure(readers / (end - begin))} a second`,
    `- the last tenth against the first: ${figure(last)} / ${figure(first)} a second = **${figure(last / first, 2)}** (aim: at least 0.9)`,
    `- the most memory the process had until the first message: ${figure(peak(1))} MB (rendering included), until the end: **${figure(whole?.peakMegabytes)} MB** (aim: at most 250)`,
    `- what it had at that moment, after the first tenth: ${figure(used(0.1))} MB, after the last: ${figure(used(1))} MB`,
    `- CPU, everything included: ${figure(((whole?.cpuSeconds ?? Number.NaN) * 1000) / readers, 3)} ms a message`,
    `- copies that arrived: ${figure(readers)}, one for each reader`,
  ].join("\n");
}

/** When so many messages had arrived, in seconds from the start of the program. */
function timeAt(moments: readonly Moment[], messages: number): number {
  const after = moments.findIndex((moment) => moment.messages >= Math.max(1, messages));
  const [one, other] = [moments[after - 1], moments[after]];
  if (one === undefined || other === undefined) return other?.seconds ?? Number.NaN;
  if (messages === 0) return other.seconds;
  const part = (messages - one.messages) / (other.messages - one.messages);
  return one.seconds + part * (other.seconds - one.seconds);
}

async function newsletter(folder: string, { port }: Sink): Promise<void> {
  await mkdir(join(folder, "issues"));
  await mkdir(join(folder, ".letterpress"));
  await cp(join(root, "templates"), join(folder, "templates"), { recursive: true });
  await writeFile(
    join(folder, "letterpress.yaml"),
    `${newsletterHead}fields:
  firstName: { description: What the reader likes to be called }
  city: { description: Where the reader lives }
  language: { description: The language the reader likes to read }
relays:
  - { name: sink, host: 127.0.0.1, port: ${port}, security: none, connections: 5, depth: 4 }
`,
  );
  await writeFile(
    join(folder, "issues/hello.yaml"),
    `subject: A short letter
preheader: To a long list
number: 1
date: 2026-11-28
status: ready
template: letter
blocks:
  - letter: |
      Hello {{firstName|there}},

      this is a short letter to a long list.
`,
  );
}
