import { describe, expect, test } from "@jest/globals";
import { LetterpressError } from "../../../src/base/errors.ts";
import { countSubscriptions } from "../../../src/store/subscribers.ts";
import { runImport } from "../../../src/subscriptions/import/import-subscribers.ts";
import { planImport } from "../../../src/subscriptions/import/plan-import.ts";
import { chanceOf, oneOf } from "../../support/random-audience.ts";
import { declared, importing, now } from "./importing.ts";

const run = importing();

describe("a hostile file", () => {
  test("of any bytes is imported or refused in a sentence, and every row is accounted for", async () => {
    const chance = chanceOf(31);
    const pieces = [
      ..."\",;\t|\r\n'= \0<>@.",
      "email",
      "status",
      "tags",
      "a@example.org",
      "b@example.org",
      "unsubscribed",
      "bounced",
      "sep=;",
      "__proto__",
      "constructor",
      "{{firstName}}",
      "\u202e",
      "\ufeff",
      "é",
      "🎉",
    ].map((text) => Buffer.from(text));
    const odd = [
      Buffer.from([0xff]),
      Buffer.from([0xc3]),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from([0, 0]),
    ];
    let read = 0;
    for (let round = 0; round < 400; round += 1) {
      const some = chance(10) === 0 ? [...pieces, ...odd] : pieces;
      const body = Array.from({ length: chance(60) }, () => oneOf(chance, some));
      const head = chance(3) === 0 ? [] : [Buffer.from("email,firstName,status,tags\n")];
      try {
        const report = await run.importText(Buffer.concat([...head, ...body]));
        const { rows, added, updated, unchanged, unsubscribed, suppressed, refused, moreRefused } = report;
        expect(added + updated + unchanged + unsubscribed + suppressed + refused.length + moreRefused).toBe(
          rows,
        );
        read += 1;
      } catch (fault) {
        expect(fault).toBeInstanceOf(LetterpressError);
        expect(String(fault)).not.toMatch(/undefined|NaN|\[object/);
      }
    }
    expect(read).toBeGreaterThan(100);
    for (const { email } of await run.readers()) expect(email).toMatch(/^[^\s<>",;]+@[^\s<>",;@]+$/);
  });

  test("with thousands of columns, or of the same one, is refused or read without a wait", async () => {
    const wide = Array.from({ length: 8_000 }, (_, index) => `c${index}`).join(",");
    expect(await run.importText(`email,${wide}\na@example.org${",x".repeat(8_000)}\n`)).toMatchObject({
      added: 1,
    });
    await expect(run.importText(`${"email,".repeat(8_000)}x\n`)).rejects.toMatchObject({
      code: "subscriptions/duplicate-column",
    });
  });

  test("cannot fill the report: of tags that are not declared a hundred are named", async () => {
    const rows = Array.from(
      { length: 500 },
      (_, index) => `r${index},a${index}@example.org,2024-01-01,active,T${index}`,
    );
    const report = await run.importText(`first_name,email,created_at,status,tags\n${rows.join("\n")}\n`);
    expect(report.added).toBe(500);
    expect(Object.keys(report.leftOutTags)).toHaveLength(100);
  });
});

describe("an import that is stopped", () => {
  const text = `email\n${Array.from({ length: 12_000 }, (_, index) => `r${index}@example.org`).join("\n")}\n`;
  const plan = () =>
    planImport({
      file: "people.csv",
      source: (async function* () {
        yield text;
      })(),
      list: "weekly",
      ...declared,
      now,
    });

  test("has whole batches in the store, and adds the rest when it is started again", async () => {
    const events = runImport(run.store, await plan());
    const { value } = await events.next();
    expect(value).toEqual({ type: "progress", rows: 10_000 });
    await events.return({} as never);
    expect(await countSubscriptions(run.store, "weekly")).toMatchObject({ confirmed: 10_000 });
    expect(await run.importText(text)).toMatchObject({
      rows: 12_000,
      added: 2_000,
      unchanged: 10_000,
      refused: [],
    });
  });

  test("finds an address that stands twice however far apart, also where the first is in another batch", async () => {
    const report = await run.importText(`${text}R3@example.org\n`);
    expect(report.refused).toEqual([
      { line: 12_002, email: "R3@example.org", reason: "is the same address as in line 5" },
    ]);
  });

  test("because it can be read no further has saved and told of every row above, and says from which line on it has not", async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) =>
      index % 100 === 0 ? "nobody" : `r${index}@example.org`,
    );
    const source = (async function* () {
      yield `email\n${rows.join("\n")}\nhalf@exam`;
      throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
    })();
    const planned = await planImport({ file: "people.csv", source, list: "weekly", ...declared, now });
    const told: number[] = [];
    const follow = async () => {
      for await (const event of runImport(run.store, planned))
        if (event.type === "refused") told.push(event.refusal.line);
    };
    await expect(follow()).rejects.toMatchObject({
      code: "subscriptions/unreadable",
      message:
        "people.csv:12002 cannot be read from this line on: the disk reports a fault. The rows above it are imported: 12000 read, 11880 added, 0 updated.",
      remedy: expect.stringContaining("nobody is added twice"),
      cause: { code: "EIO" },
    });
    const { confirmed } = await countSubscriptions(run.store, "weekly");
    expect(confirmed).toBe(11_880);
    expect(told).toEqual(Array.from({ length: 120 }, (_, index) => index * 100 + 2));
  });
});
