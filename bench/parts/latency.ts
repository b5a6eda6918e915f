import { aimWords } from "../aims.ts";
import { type Lab, present, scaled } from "../lab.ts";
import { measureRows, type Row, ratioOf } from "../measure-rows.ts";
import type { Sink } from "../sink/start-sink.ts";
import { figure, markdownTable } from "../table.ts";

/** The time of a round trip, in ms. */
const delayMs = 25;
const connections = 5;

/** A relay in another city: every reply comes later, and what counts is how many round trips a message takes. */
export async function benchLatency(lab: Lab): Promise<string> {
  const far = await lab.sinkProgram.start({ delayMs });
  const plain = await lab.sinkProgram.start({ delayMs, chunking: false });
  try {
    const rows = present(lab, rowsOf(lab, far, plain));
    const results = await measureRows(rows, lab.rounds, lab.material, console.error);
    const named = (name: string) => results.get(rows.find((row) => row.name === name) as Row);
    return [
      `${connections} connections, and every reply ${delayMs} ms later.`,
      markdownTable(
        ["", "messages a second", "on each connection", "ratio to nodemailer", "CPU a message"],
        [...results].map(([row, result]) => [
          row.name,
          figure(result.rate),
          figure(result.rate / connections),
          figure(ratioOf(result, named(nodemailer)), 1),
          `${figure(result.cpuMs, 2)} ms`,
        ]),
      ),
      aimWords([
        {
          what: "Letterpress / nodemailer for each connection, where the relay offers CHUNKING",
          ratio: ratioOf(named(byChunk(16)), named(nodemailer)),
          aim: 4,
        },
      ]),
    ].join("\n\n");
  } finally {
    await Promise.all([far.stop(), plain.stop()]);
  }
}

const nodemailer = "nodemailer";

function byChunk(depth: number): string {
  return `Letterpress, CHUNKING, depth ${depth}`;
}

function rowsOf(lab: Lab, far: Sink, plain: Sink): Parameters<typeof present>[1] {
  const at = (readers: number) => ({ sink: far, connections, readers: scaled(lab, readers) });
  return [
    { ...at(400), name: nodemailer, sender: "nodemailer" },
    { ...at(200), name: "smtp-source (C)", sender: "smtp-source" },
    { ...at(400), name: "Letterpress, depth 1", sender: "letterpress", depth: 1 },
    { ...at(800), name: "Letterpress, PIPELINING, depth 2", sender: "letterpress", depth: 2, sink: plain },
    ...[4, 16].map(
      (depth) => ({ ...at(depth * 800), name: byChunk(depth), sender: "letterpress", depth }) as const,
    ),
  ];
}
