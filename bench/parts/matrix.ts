import { type Lab, present, scaled } from "../lab.ts";
import { measureRows, type Row, ratioOf } from "../measure-rows.ts";
import { figure, markdownTable } from "../table.ts";
import { deep } from "./send.ts";

const columns = [1, 5, 20] as const;

/** Who sends how fast at 1, 5 and 20 connections. */
export async function benchMatrix(lab: Lab): Promise<string> {
  const rows = columns.flatMap((connections) => present(lab, rowsOf(lab, connections)));
  const results = await measureRows(rows, lab.rounds, lab.material, console.error);
  const resultOf = (name: string, connections: number) => {
    const row = rows.find((one) => one.name === name && one.connections === connections);
    return row === undefined ? undefined : results.get(row);
  };
  const names = [...new Set(rows.map(({ name }) => name))];
  const head = ["", ...columns.map((count) => `${count} connection${count === 1 ? "" : "s"}`)];
  const ratios = comparisons.map(([one, other]) => [
    `${one} / ${other}`,
    ...columns.map((count) => figure(ratioOf(resultOf(one, count), resultOf(other, count)), 2)),
  ]);
  return [
    "Messages a second, and ms of CPU a message:",
    markdownTable(
      head,
      names.map((name) => [
        name,
        ...columns.map((count) => {
          const result = resultOf(name, count);
          return result === undefined ? "–" : `${figure(result.rate)} (${figure(result.cpuMs, 2)})`;
        }),
      ]),
    ),
    "Ratios of messages a second:",
    markdownTable(head, ratios),
  ].join("\n\n");
}

const ours = `Letterpress at depth ${deep}`;
const oursRsa = `${ours}, RSA-2048`;
const oursToPostfix = `${ours}, to smtp-sink`;
const nodemailer = "nodemailer";
const nodemailerRsa = "nodemailer, RSA-2048";
const templates = "email-templates";
const source = "smtp-source (C)";
const sourceToPostfix = "smtp-source, to smtp-sink";

const comparisons = [
  [ours, nodemailer],
  [ours, templates],
  [oursRsa, nodemailerRsa],
  [ours, source],
  [oursToPostfix, sourceToPostfix],
] as const;

function rowsOf(lab: Lab, connections: number): Parameters<typeof present>[1] {
  const { fast: sink, postfix } = lab;
  const keys = [lab.keys.rsa];
  const at = (readers: number) => ({ sink, connections, readers: scaled(lab, readers) });
  const rows: (Omit<Row, "sink"> & { sink: Row["sink"] | undefined })[] = [
    { ...at(15_000), name: ours, sender: "letterpress", depth: deep },
    { ...at(connections === 1 ? 6_000 : 12_000), name: "Letterpress at depth 1", sender: "letterpress" },
    { ...at(12_000), name: `${ours} in two threads`, sender: "letterpress", depth: deep, threads: 2 },
    { ...at(6_000), name: oursRsa, sender: "letterpress", depth: deep, keys },
    { ...at(1_200), name: nodemailer, sender: "nodemailer" },
    { ...at(900), name: nodemailerRsa, sender: "nodemailer", keys },
    { ...at(500), name: templates, sender: "email-templates" },
    { ...at(30_000), name: source, sender: "smtp-source" },
    { ...at(6_000), sink: postfix, name: oursToPostfix, sender: "letterpress", depth: deep },
    { ...at(6_000), sink: postfix, name: sourceToPostfix, sender: "smtp-source" },
  ];
  return rows;
}
