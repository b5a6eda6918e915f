import type { SigningKey } from "../src/model/signing-key.ts";
import type { Material } from "./material.ts";
import { median } from "./median.ts";
import { type Measure, runJob } from "./senders/job.ts";
import { runSmtpSource } from "./senders/smtp-source.ts";
import type { Sink } from "./sink/start-sink.ts";

export const senders = [
  "letterpress",
  "without-ledger",
  "without-writes",
  "nodemailer",
  "email-templates",
  "smtp-source",
] as const;
export type SenderName = (typeof senders)[number];

/** One line of a table: who sends what where. */
export interface Row {
  readonly name: string;
  readonly sender: SenderName;
  readonly sink: Sink;
  readonly readers: number;
  readonly connections: number;
  readonly depth?: number;
  /** Letterpress only; left out: as many as `send` would take. */
  readonly threads?: number;
  readonly keys?: readonly SigningKey[];
  /** email-templates only. */
  readonly inlinesCss?: boolean;
}

export interface RowResult {
  /** Messages a second in each round. */
  readonly rates: readonly number[];
  readonly rate: number;
  /** User and system time of the sender for each message, in ms. */
  readonly cpuMs: number;
  readonly peakMegabytes: number | undefined;
  /** How much of one core the sink used; undefined when it does not tell. Near 1, it is the sink that was measured. */
  readonly sinkShare: number | undefined;
}

interface Sample extends Measure {
  readonly sinkShare: number | undefined;
}

/**
 * Measures every row once in each round, the rows taking turns, so that what drifts drifts for all of them. `tell`
 * hears of each.
 */
export async function measureRows(
  rows: readonly Row[],
  rounds: number,
  material: Material,
  tell: (line: string) => void = () => undefined,
): Promise<ReadonlyMap<Row, RowResult>> {
  const samples = new Map<Row, Sample[]>(rows.map((row) => [row, []]));
  for (let round = 1; round <= rounds; round += 1)
    for (const row of rows) {
      const sample = await measureRow(row, material);
      samples.get(row)?.push(sample);
      const rate = Math.round(row.readers / sample.seconds);
      tell(
        `  round ${round} of ${rounds}: ${row.name}, ${row.connections}×${row.depth ?? 1}: ${rate}/s in ${sample.seconds.toFixed(1)} s`,
      );
    }
  return new Map([...samples].map(([row, measured]) => [row, resultOf(row, measured)]));
}

/** How many times as fast one row is as another: the median of the ratios of the rounds. */
export function ratioOf(one: RowResult | undefined, other: RowResult | undefined): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  return median(one.rates.map((rate, round) => rate / (other.rates[round] ?? Number.NaN)));
}

/** Every message must have arrived: a fast sender that loses mail is no sender. */
async function measureRow(row: Row, material: Material): Promise<Sample> {
  const before = await row.sink.taken();
  const measure = await send(row, material);
  const after = await row.sink.taken();
  const arrived = after.messages - before.messages;
  if (arrived !== row.readers)
    throw new Error(`${row.name}: ${row.readers} messages were sent, and ${arrived} arrived.`);
  const sinkCpu =
    after.cpuSeconds === undefined || before.cpuSeconds === undefined
      ? undefined
      : after.cpuSeconds - before.cpuSeconds;
  return { ...measure, sinkShare: sinkCpu === undefined ? undefined : sinkCpu / measure.seconds };
}

function send({ sender, sink, readers, connections, ...row }: Row, material: Material) {
  const { depth = 1, keys = [], threads, inlinesCss } = row;
  const at = { port: sink.port, readers, connections };
  if (sender === "smtp-source") return runSmtpSource({ ...at, messageBytes: material.messageBytes });
  const { edition, sender: from } = material;
  return runJob(`./${sender}.ts`, {
    ...at,
    depth,
    keys,
    edition,
    sender: from,
    ...(threads === undefined ? {} : { threads }),
    ...(inlinesCss === undefined ? {} : { inlinesCss }),
  });
}

function resultOf({ readers }: Row, samples: readonly Sample[]): RowResult {
  const rates = samples.map(({ seconds }) => readers / seconds);
  const middle = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : median(known);
  };
  return {
    rates,
    rate: median(rates),
    cpuMs: median(samples.map(({ cpuSeconds }) => (cpuSeconds * 1000) / readers)),
    peakMegabytes: middle(samples.map(({ peakMegabytes }) => peakMegabytes)),
    sinkShare: middle(samples.map(({ sinkShare }) => sinkShare)),
  };
}
