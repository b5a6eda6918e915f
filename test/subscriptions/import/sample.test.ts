import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { countSubscriptions, findSubscriber, listSubscribers } from "../../../src/store/subscribers.ts";
import { importing } from "./importing.ts";

const run = importing();

describe("the sample file", () => {
  const file = fileURLToPath(new URL("../../../subscribers.csv", import.meta.url));
  const importSample = () => run.importFrom(createReadStream(file), { file: "subscribers.csv" });

  test("brings 25 readers and one who has left, and names the three rows that bring none", async () => {
    const report = await importSample();
    expect(report).toMatchObject({ rows: 29, added: 25, unsubscribed: 1, moreRefused: 0, faulty: 2 });
    expect(report.refused).toEqual([
      {
        line: 16,
        email: "not an address@example.org",
        reason: "the part before the @ has a character that addresses do not have",
      },
      { line: 20, email: "ADA.Lovelace@Example.org", reason: "is the same address as in line 2" },
      {
        line: 29,
        email: "two@signs@example.org",
        reason: "it has more than one @",
      },
    ]);
    expect(await countSubscriptions(run.store, "weekly")).toEqual({
      unconfirmed: 0,
      confirmed: 25,
      unsubscribed: 1,
    });
  });

  test("every name arrives as it is written, without the line break that would forge a header", async () => {
    const report = await importSample();
    expect(report.cleaned).toEqual([{ line: 8, what: "control characters were taken out of firstName" }]);
    const name = async (email: string) => (await findSubscriber(run.store, email))?.fields.firstName;
    expect(await name("bob@example.org")).toBe("Bob Bcc: x@example.org");
    expect(await name("brendan@example.org")).toBe("O'Brien & <Sons>");
    expect(await name("layla.hassan@example.org")).toBe("ليلى");
    expect(await name("wang.xiaoming@example.org")).toBe("王小明");
    expect(await name("sparkle@example.org")).toBe("Zoë 🎉");
    expect(await name("nameless@example.org")).toBeUndefined();
    expect(await name("long.name@example.org")).toHaveLength(60);
    expect(await name("dvorak@example.org")).toBe('Antonín "Tony" Dvořák');
    expect(await name("juergen@xn--bcher-kva.example.org")).toBe("Jürgen");
    expect(await name("grace+newsletter@example.org")).toBe("Grace");
  });

  test("imported again it changes nothing", async () => {
    await importSample();
    const before = await listSubscribers(run.store, { list: "weekly", limit: 99 });
    const report = await importSample();
    expect(report).toMatchObject({ rows: 29, added: 0, updated: 0, unchanged: 25, unsubscribed: 1 });
    expect(await listSubscribers(run.store, { list: "weekly", limit: 99 })).toEqual(before);
  });

  test("arrives the same in chunks of one byte", async () => {
    const bytes = await readFile(file);
    const whole = await importSample();
    await run.store.db.deleteFrom("subscribers").execute();
    const report = await run.importFrom(
      (async function* () {
        for (const byte of bytes) yield Buffer.from([byte]);
      })(),
    );
    expect(report).toEqual(whole);
  });
});
