import { expect } from "@jest/globals";
import { configText, issue, letterpress, newsletter, relayWith } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import type { Script } from "../support/smtp-server.ts";
import { balance, expectFaultless } from "./books.ts";

/** A relay that misbehaves while `send` talks to it. */
export interface RelayTrouble {
  /** As the table names it. */
  readonly fault: string;
  readonly script: Script;
  /** The relay's timeouts in letterpress.yaml, as in `command: 1s`. */
  readonly timeouts?: string;
  /** The send has to give up, and says this; the next one finds a relay that behaves. */
  readonly stops?: string;
  /** How many readers the relay says no to for good; none unless told. */
  readonly listed?: number;
  /** How many readers stay uncertain: exactly so many, or at most; none unless told. */
  readonly uncertain?: number | { readonly atMost: number };
}

const readers = 24;

/**
 * Sends to 24 readers through it, and again through a good relay if that is needed; then balances the books. Where an
 * answer has little time it sends in a process of its own: here the others who send would keep it from hearing the
 * answer.
 */
export async function sendThrough(trouble: RelayTrouble): Promise<void> {
  const { fault, script, timeouts, stops, listed = 0, uncertain = 0 } = trouble;
  const relay = timeouts === undefined ? "" : `    timeouts: { ${timeouts} }\n`;
  await using bad = await relayWith(script);
  await using good = await relayWith();
  await using project = await newsletter({ port: bad.server.port, readers, relay });
  const { root } = project;
  const send = timeouts === undefined ? letterpressHere : letterpress;
  const first = await send(root, "send", issue, "--yes");
  expect(first.err).not.toMatch(/bug|\n {4}at /);
  if (stops !== undefined) {
    expect(first).toMatchObject({ code: 1, err: expect.stringContaining(stops) });
    await project.write("letterpress.yaml", configText({ port: good.server.port, relay }));
    expect(await send(root, "send", issue, "--yes")).toMatchObject({ code: 0 });
  }
  const kept = [...bad.server.kept, ...good.server.kept];
  const bound = typeof uncertain === "number" ? uncertain : uncertain.atMost;
  const { row } = await balance({ fault, root, kept, readers, bound });
  expect(row.listed).toBe(listed);
  if (typeof uncertain === "number") expect(row.uncertain).toBe(uncertain);
  if (stops === undefined) expect(first.code).toBe(row.uncertain === 0 ? 0 : 1);
  expectFaultless(kept);
}
