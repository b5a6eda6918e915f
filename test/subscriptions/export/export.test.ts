import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../../src/base/address.ts";
import type { Incoming } from "../../../src/store/incoming.ts";
import { saveSubscribers } from "../../../src/store/save-subscribers.ts";
import type { Store } from "../../../src/store/store.ts";
import { listSubscribers } from "../../../src/store/subscribers.ts";
import { type ExportInput, exportSubscribers } from "../../../src/subscriptions/export/export-subscribers.ts";
import { importSubscribers } from "../../../src/subscriptions/import/import-subscribers.ts";
import { chanceOf, oneOf, trickyValues } from "../../support/random-audience.ts";
import { addReader, type TempStore, tempStore } from "../../support/temp-store.ts";
import { declared, now } from "../import/importing.ts";

let temp: TempStore;

beforeEach(async () => {
  temp = await tempStore();
});

afterEach(async () => temp[Symbol.asyncDispose]());

async function exported(store: Store, changes: Partial<ExportInput> = {}) {
  const pages = exportSubscribers(store, {
    list: "weekly",
    fields: Object.keys(declared.fields),
    ...changes,
  });
  let [csv, consent] = ["", ""];
  for (let next = await pages.next(); ; next = await pages.next()) {
    if (next.done === true) return { csv, consent, report: next.value };
    csv += next.value.csv;
    consent += next.value.consent;
  }
}

/** Everybody on the list but for what a store of its own gives anew. */
async function everybody(store: Store) {
  const readers = await listSubscribers(store, { list: "weekly", limit: 99_999 });
  return readers.map(({ id, ...reader }) => reader);
}

const formulas = [
  "=1+1",
  "+49 30 1234",
  "-5",
  "@sum(a)",
  "'=x",
  "''+",
  "'",
  "'quoted'",
  '="007"',
  '"',
  "a,b;c",
];

/** Readers of every kind: states, pauses, tags, formulas for names, addresses that look like formulas. */
function someReaders(count: number): readonly Incoming[] {
  const chance = chanceOf(11);
  const values = [...trickyValues, ...formulas];
  return Array.from({ length: count }, (_, index) => {
    const local = oneOf(chance, ["r", "=cmd", "+", "-x", "'=y", "'", "Ünal", "O'Brien"]);
    const parsed = parseAddress(`${local}${index}@${oneOf(chance, ["example.org", "bücher.example"])}`);
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    return {
      address: parsed.address,
      state: oneOf(chance, ["confirmed", "unconfirmed", "unsubscribed"] as const),
      fields: {
        firstName: oneOf(chance, values),
        city: oneOf(chance, values),
        plan: oneOf(chance, ["", "Gold"]),
      },
      tags: chance(2) === 0 ? [] : ["beta", "member"].slice(chance(2)),
      createdAt: now - chance(1_000_000),
      changedAt: now - chance(1_000),
      ...(chance(4) === 0 ? { pausedUntil: now + chance(1_000_000) } : {}),
    };
  });
}

describe("an export", () => {
  test("imported into an empty store gives the same readers, whatever their values", async () => {
    const consent = { type: "imported", source: "first.csv" } as const;
    await saveSubscribers(temp.store, { list: "weekly", readers: someReaders(1_500), now: now - 1, consent });
    const { csv, report } = await exported(temp.store);
    expect(report).toEqual({ readers: 1_500, events: 0, undeclared: {} });
    await using other = await tempStore();
    const imported = await importSubscribers(other.store, {
      file: "weekly.csv",
      source: (async function* () {
        yield csv;
      })(),
      list: "weekly",
      ...declared,
      now,
    });
    expect(imported).toMatchObject({ rows: 1_500, refused: [], cleaned: [] });
    expect(await everybody(other.store)).toEqual(await everybody(temp.store));
    expect((await exported(other.store)).csv).toBe(csv);
  });

  test("is CSV with a fixed order of columns, and no cell of it begins like a formula", async () => {
    await addReader(temp.store, {
      email: "=a@example.org",
      fields: { firstName: "@x", city: "a, b" },
      tags: ["member"],
    });
    const { csv } = await exported(temp.store);
    expect(csv).toBe(
      "email,status,tags,signedUpAt,changedAt,pausedUntil,firstName,city,language,plan\r\n" +
        `'=a@example.org,confirmed,member,1970-01-01T00:00:01.000Z,1970-01-01T00:00:01.000Z,,'@x,"a, b",,\r\n`,
    );
  });

  test("of nobody is the header row, which an import takes", async () => {
    const { csv, report } = await exported(temp.store);
    expect([csv.split("\r\n").length, report.readers]).toEqual([2, 0]);
  });

  test("is of those in one state, or for whom an expression holds", async () => {
    await addReader(temp.store, { email: "a@example.org", tags: ["member"] });
    await addReader(temp.store, { email: "b@example.org", state: "unsubscribed" });
    await addReader(temp.store, { email: "c@example.org" });
    await addReader(temp.store, { email: "d@example.org", list: "monthly" });
    const emails = async (changes: Partial<ExportInput>) =>
      (await exported(temp.store, changes)).csv
        .split("\r\n")
        .slice(1, -1)
        .map((line) => line.split("@")[0]);
    expect(await emails({})).toEqual(["a", "b", "c"]);
    expect(await emails({ state: "confirmed" })).toEqual(["a", "c"]);
    expect(await emails({ only: { type: "tag", tag: "member" } })).toEqual(["a"]);
  });

  test("tells which fields it leaves out because they are not declared any more", async () => {
    await addReader(temp.store, { email: "a@example.org", fields: { shoe: "42", city: "Ulm" } });
    const { csv, report } = await exported(temp.store);
    expect(report.undeclared).toEqual({ shoe: 1 });
    expect(csv).not.toContain("42");
  });

  test("has the consent log of its readers beside it, as far as it is of this list", async () => {
    const consent = { type: "imported", source: "first.csv", detail: { from: "ghost" } } as const;
    const readers = someReaders(1).map((reader) => ({ ...reader, state: "confirmed" as const }));
    await saveSubscribers(temp.store, { list: "weekly", readers, now, consent });
    await saveSubscribers(temp.store, { list: "monthly", readers, now, consent });
    const { consent: lines, report } = await exported(temp.store, { consent: true });
    expect(report.events).toBe(1);
    expect(
      lines
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        email: readers[0]?.address.email,
        at: "2026-09-01T00:00:00.000Z",
        list: "weekly",
        type: "imported",
        source: "first.csv",
        detail: { from: "ghost" },
      },
    ]);
  });
});
