import { aimWords } from "../aims.ts";
import { type Lab, present, scaled } from "../lab.ts";
import { measureRows, ratioOf, type RowResult } from "../measure-rows.ts";
import { figure, markdownTable } from "../table.ts";

const connections = 5;
/** Deep enough that no connection ever waits for an answer. */
export const deep = 8;

/** Everybody at five connections: what the messages, the signatures and the ledger cost. */
export async function benchSend(lab: Lab): Promise<string> {
  const rows = present(lab, rowsOf(lab));
  const results = await measureRows(rows, lab.rounds, lab.material, console.error);
  const byName = new Map([...results].map(([row, result]) => [row.name, result]));
  const ratio = (one: string, other: string) => ratioOf(byName.get(one), byName.get(other));
  const added = (without: string, by: string) => {
    const times = ratio(without, by);
    return times === undefined ? undefined : times - 1;
  };
  return [
    `${connections} connections; "at depth ${deep}" means that so many messages are on their way on each of them.`,
    markdownTable(
      ["", "messages a second", "CPU a message", "peak memory", "sink's share of a core"],
      [...byName].map(([name, result]) => cells(name, result)),
    ),
    aimWords([
      { what: "Letterpress / nodemailer", ratio: ratio(names.ours, names.nodemailer), aim: 15 },
      {
        what: "Letterpress / email-templates as it comes",
        ratio: ratio(names.ours, names.templatesAsIs),
        aim: 30,
      },
      {
        what: "Letterpress / email-templates, its inliner turned off",
        ratio: ratio(names.ours, names.templates),
        aim: 30,
      },
      {
        what: "Letterpress / nodemailer, both signing with RSA",
        ratio: ratio(names.rsa, names.nodemailerRsa),
        aim: 7,
      },
      {
        what: "Letterpress / smtp-source, both to postfix's smtp-sink",
        ratio: ratio(names.oursToPostfix, names.sourceToPostfix),
        aim: 0.75,
      },
      {
        what: "time that the ledger adds, as a part of the time without it",
        ratio: added(names.unledgered, names.ours),
        aim: 0.15,
        atMost: true,
      },
      {
        what: "the same, only what it writes and syncs",
        ratio: added(names.unwritten, names.ours),
        aim: 0.15,
        atMost: true,
      },
      {
        what: "the same, all of it, when messages are signed with RSA",
        ratio: added(names.unledgeredRsa, names.rsa),
        aim: 0.15,
        atMost: true,
      },
    ]),
  ].join("\n\n");
}

const names = {
  ours: `Letterpress at depth ${deep}`,
  threaded: `Letterpress at depth ${deep} in two threads`,
  shallow: "Letterpress at depth 1",
  unwritten: `Letterpress at depth ${deep}, its ledger writes nothing`,
  unledgered: `Letterpress at depth ${deep} without its ledger`,
  rsa: `Letterpress at depth ${deep}, RSA-2048`,
  unledgeredRsa: `Letterpress at depth ${deep}, RSA-2048, without its ledger`,
  ed25519: `Letterpress at depth ${deep}, Ed25519`,
  both: `Letterpress at depth ${deep}, both signatures`,
  nodemailer: "nodemailer, composing for each reader",
  nodemailerRsa: "nodemailer, composing, RSA-2048",
  templates: "email-templates, its inliner turned off",
  templatesAsIs: "email-templates, as it comes",
  source: "smtp-source (C)",
  oursToPostfix: `Letterpress at depth ${deep}, to smtp-sink`,
  sourceToPostfix: "smtp-source, to smtp-sink",
};

function rowsOf(lab: Lab): Parameters<typeof present>[1] {
  const { fast: sink, postfix } = lab;
  const { rsa, ed25519 } = lab.keys;
  const many = { sink, connections, readers: scaled(lab, 20_000) };
  const ours = { ...many, sender: "letterpress", depth: deep } as const;
  return [
    { ...ours, name: names.ours },
    { ...ours, name: names.unwritten, sender: "without-writes" },
    { ...ours, name: names.unledgered, sender: "without-ledger" },
    { ...ours, name: names.threaded, threads: 2 },
    { ...ours, name: names.shallow, depth: 1 },
    { ...many, name: names.nodemailer, sender: "nodemailer", readers: scaled(lab, 1_600) },
    { ...many, name: names.templates, sender: "email-templates", readers: scaled(lab, 600) },
    {
      ...many,
      name: names.templatesAsIs,
      sender: "email-templates",
      readers: scaled(lab, 200),
      inlinesCss: true,
    },
    { ...many, name: names.source, sender: "smtp-source", readers: scaled(lab, 40_000) },
    { ...ours, name: names.rsa, keys: [rsa], readers: scaled(lab, 8_000) },
    {
      ...ours,
      name: names.unledgeredRsa,
      sender: "without-ledger",
      keys: [rsa],
      readers: scaled(lab, 8_000),
    },
    { ...ours, name: names.ed25519, keys: [ed25519], readers: scaled(lab, 15_000) },
    { ...ours, name: names.both, keys: [rsa, ed25519], readers: scaled(lab, 8_000) },
    { ...many, name: names.nodemailerRsa, sender: "nodemailer", keys: [rsa], readers: scaled(lab, 1_200) },
    { ...ours, name: names.oursToPostfix, sink: postfix, readers: scaled(lab, 8_000) },
    {
      ...many,
      name: names.sourceToPostfix,
      sender: "smtp-source",
      sink: postfix,
      readers: scaled(lab, 8_000),
    },
  ];
}

function cells(name: string, { rate, cpuMs, peakMegabytes, sinkShare }: RowResult): readonly string[] {
  return [
    name,
    figure(rate),
    `${figure(cpuMs, 2)} ms`,
    peakMegabytes === undefined ? "–" : `${figure(peakMegabytes)} MB`,
    sinkShare === undefined ? "–" : `${figure(sinkShare * 100)} %`,
  ];
}
