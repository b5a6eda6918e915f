import { execFile, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compileMessage } from "../src/message/compile-message.ts";
import { benchAudience } from "./audience.ts";
import { type Measure, runJob, type SendJob } from "./child.ts";
import { editionOfYaml, list, longIssueYaml } from "./material.ts";
import { median } from "./median.ts";
import { benchRender } from "./render.ts";

/*
 * npm run bench [-- --only render|audience|send --readers 5000 --rounds 3 --list 1000000]
 *
 * Rates drift with whatever else the machine does; the ratios, taken in one run and as medians of the rounds, hold.
 */
const readers = option("--readers", 5_000);
const rounds = option("--rounds", 3);
const connections = 5;
const smtpSource = "/usr/sbin/smtp-source";

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.versions.node}`,
);
const only = process.argv[process.argv.indexOf("--only") + 1];
const wanted = (part: string) => !process.argv.includes("--only") || only === part;
if (wanted("render")) await benchRender();
if (wanted("audience")) await benchAudience(option("--list", 1_000_000));
if (wanted("send")) await benchSend();

async function benchSend(): Promise<void> {
  const sink = await startSink();
  const briefs = await briefsFor(90 * 1024);
  const job: SendJob = { port: sink.port, readers, connections, briefs };
  const results = { letterpress: [] as Measure[], nodemailer: [] as Measure[], source: [] as Measure[] };
  for (let round = 0; round < rounds; round += 1) {
    results.letterpress.push(await counted(sink, () => runJob("./send-letterpress.ts", job)));
    results.nodemailer.push(await counted(sink, () => runJob("./send-nodemailer.ts", job)));
    if (existsSync(smtpSource)) {
      const bytes = results.letterpress[0]?.messageBytes ?? 0;
      results.source.push(await counted(sink, () => runSource(sink.port, bytes)));
    }
  }
  sink.stop();
  const size = Math.round((results.letterpress[0]?.messageBytes ?? 0) / 1024);
  console.log(
    `\n${readers} personalised copies of ${size} KB, ${connections} connections, loopback, median of ${rounds}`,
  );
  const a = row("(a) letterpress, ledger on disk", results.letterpress);
  const b = row("(b) nodemailer pool, composing", results.nodemailer);
  const c = results.source.length > 0 ? row("(c) smtp-source (C), no content", results.source) : undefined;
  console.log(`\n  a/b = ${(a / b).toFixed(1)}`);
  console.log(c === undefined ? "  a/c: smtp-source is not installed" : `  a/c = ${(a / c).toFixed(2)}`);
}

interface Sink {
  readonly port: number;
  count(): Promise<number>;
  stop(): void;
}

async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL("./sink.ts", import.meta.url)));
  const next = <Reply>() =>
    new Promise<Reply>((resolve) => child.once("message", (message) => resolve(message as Reply)));
  const { port } = await next<{ port: number }>();
  return {
    port,
    async count() {
      const reply = next<{ messages: number }>();
      child.send("count");
      return (await reply).messages;
    },
    stop: () => child.disconnect(),
  };
}

/** A run whose every message must have arrived: a fast sender that loses mail is no sender. */
async function counted(sink: Sink, run: () => Promise<Measure>): Promise<Measure> {
  const before = await sink.count();
  const measure = await run();
  const arrived = (await sink.count()) - before;
  if (arrived !== readers) throw new Error(`${readers} messages were sent, ${arrived} arrived`);
  return measure;
}

async function runSource(port: number, messageBytes: number): Promise<Measure> {
  const start = performance.now();
  await promisify(execFile)(smtpSource, [
    ...["-s", String(connections), "-l", String(messageBytes), "-m", String(readers), "-d"],
    ...["-f", "bench@example.org", "-t", "reader@example.org", `127.0.0.1:${port}`],
  ]);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, cpuSeconds: Number.NaN, peakMegabytes: Number.NaN, messageBytes };
}

/** How many briefs make a message of about this many bytes on the wire. */
async function briefsFor(bytes: number): Promise<number> {
  const size = async (briefs: number) => {
    const { edition, sender } = await editionOfYaml(longIssueYaml(briefs));
    return compileMessage(edition, sender, { issue: "bench", list, date: 0 }, "key").literalBytes;
  };
  const [none, some] = [await size(0), await size(20)];
  return Math.max(0, Math.round(((bytes - none) * 20) / (some - none)));
}

/** Prints one line and returns messages per second. */
function row(name: string, measures: readonly Measure[]): number {
  const rate = median(measures.map(({ seconds }) => readers / seconds));
  const cpu = median(measures.map(({ cpuSeconds }) => (cpuSeconds * 1000) / readers));
  const peak = median(measures.map(({ peakMegabytes }) => peakMegabytes));
  const figure = (value: number, digits: number, unit: string) =>
    Number.isNaN(value) ? "".padStart(18) : `${value.toFixed(digits)} ${unit}`.padStart(18);
  console.log(
    `  ${name.padEnd(34)}${figure(rate, 0, "msg/s")}${figure(cpu, 2, "ms CPU/msg")}${figure(peak, 0, "MB peak")}`,
  );
  return rate;
}

function option(name: string, standard: number): number {
  const index = process.argv.indexOf(name);
  return index < 0 ? standard : Number(process.argv[index + 1]);
}
