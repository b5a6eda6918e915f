import { cpSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { configText, issue, newsletter, relayWith, start } from "../e2e/newsletter.ts";
import type { StepCounts } from "../support/kill-at-step.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { type Books, expectBalanced, expectFaultless, isLong, openBooks } from "./books.ts";
import { writeRow } from "./fault-rows.ts";
import { inThreads, ledgerApart, oneAtATime, severalInFlight, type WayOfSending } from "./ways-of-sending.ts";

/*
 * A real `send` is killed at its first step, another at its second, and so on until one comes to its end: see
 * test/support/kill-at-step.ts for what a step is. After each, a second `send` goes on, and the books are balanced.
 */
const readers = isLong ? 12 : 3;
const connections = 2;
const lanes = 2;
// Four times the readers are four times the steps, each with four times the messages.
const timeoutMs = isLong ? 3_600_000 : 600_000;

describe("A sender that is killed", () => {
  test.each(isLong ? [oneAtATime, severalInFlight, inThreads, ledgerApart] : [oneAtATime, ledgerApart])(
    "at its n-th step, $way, for every n, leaves nobody out and nobody with two copies",
    async (sending) => {
      const { way, depth, config } = sending;
      await using made = await newsletter({ port: 25, readers, connections, ...config });
      const books: Books[] = [];
      let counted: StepCounts | undefined;
      let next = 1;
      const lane = async () => {
        while (counted === undefined) {
          const at = next;
          next += 1;
          const after = await killedAt(at, made.root, sending);
          if ("counts" in after) counted = after.counts;
          else books.push(after);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      const sum = (name: "copies" | "listed" | "duplicates" | "missing" | "uncertain") =>
        books.reduce((total, { row }) => total + row[name], 0);
      writeRow({
        fault: `kill -9 at the n-th step, for each n up to ${books.length}, ${way}`,
        readers: books.length * readers,
        copies: sum("copies"),
        listed: sum("listed"),
        duplicates: sum("duplicates"),
        missing: sum("missing"),
        uncertain: sum("uncertain"),
        bound: books.length * connections * depth,
      });
      for (const one of books) expectBalanced(one);
      // Each message is at least an envelope, a body and a dot; with BDAT they leave together, also with those of the
      // next one.
      expect(counted?.write).toBeGreaterThanOrEqual(depth === 1 ? readers * 3 : readers);
      expect(counted?.commit).toBeGreaterThanOrEqual(readers / depth);
      expect(counted?.rename).toBeGreaterThan(0);
      expect(counted?.read).toBeGreaterThanOrEqual(readers);
      expect(sum("uncertain")).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});

/** The books after a kill at this step and a second send; the counts when the first one came to its end. */
async function killedAt(
  at: number,
  made: string,
  { depth, config, relay: offers }: WayOfSending,
): Promise<Books | { readonly counts: StepCounts }> {
  await using folder = await tempFolder();
  await using relay = await relayWith(offers);
  const { kept, port } = relay.server;
  const root = join(folder.path, "newsletter");
  cpSync(made, root, { recursive: true });
  await writeFile(join(root, "letterpress.yaml"), configText({ port, connections, ...config }));
  const file = join(folder.path, "steps.json");
  const environment = { LETTERPRESS_KILL_AT: String(at), LETTERPRESS_STEPS_FILE: file };
  const first = await start(root, ["send", issue, "--yes"], environment, ["kill-at-step"]).finished;
  if (first.signal === null) {
    expect(first).toMatchObject({ code: 0 });
    return { counts: JSON.parse(await readFile(file, "utf8")) as StepCounts };
  }
  expect(first.signal).toBe("SIGKILL");
  const { code, err } = await letterpressHere(root, "send", issue, "--yes");
  const books = await openBooks({ fault: `step ${at}`, root, kept, readers, bound: connections * depth });
  expect(code).toBe(books.uncertain.length === 0 ? 0 : 1);
  for (const email of books.uncertain) expect(err).toContain(`  ${email}\n`);
  expectFaultless(kept);
  return books;
}
