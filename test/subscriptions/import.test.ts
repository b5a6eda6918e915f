import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Store } from "../../src/store/store.ts";
import { countSubscriptions, findSubscriber, listSubscribers } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { addSuppression } from "../../src/store/suppressions.ts";
import type { ImportReport } from "../../src/subscriptions/import-report.ts";
import { importSubscribers } from "../../src/subscriptions/import-subscribers.ts";
import { addReader, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
});

afterEach(async () => temp[Symbol.asyncDispose]());

describe("the sample file", () => {
  const file = fileURLToPath(new URL("../../subscribers.csv", import.meta.url));
  const importSample = () => importFrom(createReadStream(file), "subscribers.csv");

  test("brings 25 readers, and names the four rows that bring none", async () => {
    const report = await importSample();
    expect(report).toMatchObject({ rows: 29, added: 25, updated: 0, unchanged: 0, moreRefused: 0 });
    expect(report.refused).toEqual([
      {
        line: 16,
        email: "not an address@example.org",
        reason: "the part before the @ has a character that addresses do not have",
      },
      { line: 20, email: "ADA.Lovelace@Example.org", reason: "is the same address as in line 2" },
      { line: 24, email: "former.reader@example.org", reason: "has unsubscribed" },
      {
        line: 29,
        email: "two@signs@example.org",
        reason: "the part before the @ has a character that addresses do not have",
      },
    ]);
    expect(await countSubscriptions(store, "weekly")).toEqual({
      unconfirmed: 0,
      confirmed: 25,
      unsubscribed: 1,
    });
  });

  test("every name arrives as it is written, without the line break that would forge a header", async () => {
    const report = await importSample();
    expect(report.cleaned).toEqual([{ line: 8, field: "firstName" }]);
    const name = async (email: string) => (await findSubscriber(store, email))?.fields.firstName;
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
    const before = await listSubscribers(store, { list: "weekly", limit: 99 });
    const report = await importSample();
    expect(report).toMatchObject({ rows: 29, added: 0, updated: 0, unchanged: 25 });
    expect(await listSubscribers(store, { list: "weekly", limit: 99 })).toEqual(before);
  });

  test("arrives the same in chunks of one byte", async () => {
    const bytes = await readFile(file);
    const whole = await importSample();
    await store.db.deleteFrom("subscribers").execute();
    const report = await importFrom(
      (async function* () {
        for (const byte of bytes) yield Buffer.from([byte]);
      })(),
    );
    expect(report).toEqual(whole);
  });
});

describe("tags", () => {
  const tagsOf = async (email: string) =>
    (await listSubscribers(store, { limit: 99 })).find((reader) => reader.email === email)?.tags;

  test("of the sample file arrive", async () => {
    await importFrom(createReadStream(fileURLToPath(new URL("../../subscribers.csv", import.meta.url))));
    expect(await tagsOf("ada.lovelace@example.org")).toEqual(["member"]);
    expect(await tagsOf("brendan@example.org")).toEqual([]);
  });

  test("stand in one cell, separated by what people separate with, and are only ever added", async () => {
    const report = await importText(
      'email,TAGS\na@example.org,"member, beta"\nb@example.org,beta;member\nc@example.org, beta \nd@example.org,\n',
    );
    expect(report).toMatchObject({ added: 4, refused: [] });
    expect(await tagsOf("a@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("b@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("c@example.org")).toEqual(["beta"]);
    expect(
      await importText("email,tags\na@example.org,\nc@example.org,member\nd@example.org,\n"),
    ).toMatchObject({
      updated: 1,
      unchanged: 2,
    });
    expect(await tagsOf("a@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("c@example.org")).toEqual(["beta", "member"]);
  });

  test("that are not declared refuse their row, with the one that was meant", async () => {
    const report = await importText(
      "email,tags\na@example.org,membr\nb@example.org,beta;zebra\nc@example.org,beta\n",
    );
    expect(report).toMatchObject({ rows: 3, added: 1 });
    expect(report.refused).toEqual([
      {
        line: 2,
        email: "a@example.org",
        reason: 'has the tag "membr", which letterpress.yaml does not declare; did you mean "member"?',
      },
      {
        line: 3,
        email: "b@example.org",
        reason: 'has the tag "zebra", which letterpress.yaml does not declare',
      },
    ]);
  });

  test("are the same in whatever form their letters arrive", async () => {
    const report = await importText("email,tags\na@example.org,cafe\u0301\n", { tags: ["caf\u00e9"] });
    expect(report).toMatchObject({ added: 1, refused: [] });
    expect(await tagsOf("a@example.org")).toEqual(["caf\u00e9"]);
  });

  test("can be given to everybody in a file, but not to who has left", async () => {
    await addReader(store, { email: "gone@example.org", state: "unsubscribed" });
    const report = await importText("email,tags\na@example.org,beta\nb@example.org,\ngone@example.org,\n", {
      tagAll: "member",
    });
    expect(report).toMatchObject({ added: 2 });
    expect(await tagsOf("a@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("b@example.org")).toEqual(["member"]);
    expect(await tagsOf("gone@example.org")).toEqual([]);
  });
});

describe("who is on the list already", () => {
  test("a reader who has unsubscribed is not subscribed again", async () => {
    const subscriber = await addReader(store, { email: "a@example.org", fields: { firstName: "Ada" } });
    const token = (await findSubscription(store, subscriber, "weekly"))?.token ?? "";
    await unsubscribe(store, token, 5);
    const report = await importText("email,firstName,status\nA@example.org,Anna,confirmed\n");
    expect(report).toMatchObject({ added: 0, updated: 0, unchanged: 0 });
    expect(report.refused).toEqual([{ line: 2, email: "A@example.org", reason: "has unsubscribed" }]);
    expect(await findSubscription(store, subscriber, "weekly")).toMatchObject({
      state: "unsubscribed",
      changedAt: 5,
    });
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({ firstName: "Ada" });
  });

  test("a suppressed address is refused, known or new", async () => {
    await addReader(store, { email: "old@example.org" });
    for (const key of ["old@example.org", "new@example.org"])
      await addSuppression(store, { key, reason: "complaint", source: "fbl", createdAt: 1 });
    const report = await importText("email\nold@example.org\nnew@example.org\n");
    expect(report.refused).toEqual([
      { line: 2, email: "old@example.org", reason: "is suppressed" },
      { line: 3, email: "new@example.org", reason: "is suppressed" },
    ]);
    expect(await findSubscriber(store, "new@example.org")).toBeUndefined();
  });

  test("who left one list can be brought to another", async () => {
    await addReader(store, { email: "a@example.org", list: "monthly", state: "unsubscribed" });
    expect(await importText("email\na@example.org\n")).toMatchObject({ added: 1, refused: [] });
    expect(await countSubscriptions(store, "monthly")).toMatchObject({ confirmed: 0, unsubscribed: 1 });
  });

  test("new values are taken over, an empty one removes, columns that are missing stay", async () => {
    await addReader(store, { email: "a@example.org", fields: { firstName: "Ada", city: "London" } });
    expect(await importText("email,firstName\na@example.org,Anna\n")).toMatchObject({ updated: 1 });
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({
      city: "London",
      firstName: "Anna",
    });
    expect(await importText("email,city\na@example.org,\n")).toMatchObject({ updated: 1 });
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({ firstName: "Anna" });
  });

  test("a status moves forward to confirmed or to unsubscribed, and never back", async () => {
    const steps = [
      ["unconfirmed", "added", "unconfirmed"],
      ["confirmed", "updated", "confirmed"],
      ["unconfirmed", "unchanged", "confirmed"],
      ["", "unchanged", "confirmed"],
      ["Unsubscribed", "updated", "unsubscribed"],
      ["confirmed", "refused", "unsubscribed"],
    ] as const;
    for (const [status, counted, state] of steps) {
      const report = await importText(`email,status\na@example.org,${status}\n`);
      const count = report[counted];
      expect([status, typeof count === "number" ? count : count.length]).toEqual([status, 1]);
      const [reader] = await listSubscribers(store, { list: "weekly", limit: 1 });
      expect([status, reader?.state]).toEqual([status, state]);
    }
  });
});

describe("rows that bring nobody", () => {
  test("each bad address is refused with its line and the reason", async () => {
    const report = await importText(
      'email\nnobody\n""\n@example.org\na@localhost\n"a@example.org, b@example.org"\n<a@example.org>\nok@example.org\n',
    );
    expect(report).toMatchObject({ rows: 7, added: 1 });
    expect(report.refused).toEqual([
      { line: 2, email: "nobody", reason: "it has no @" },
      { line: 3, email: "", reason: "it is empty" },
      { line: 4, email: "@example.org", reason: "there is nothing before the @" },
      { line: 5, email: "a@localhost", reason: "the part after the @ is not a domain name" },
      {
        line: 6,
        email: "a@example.org, b@example.org",
        reason: "the part before the @ has a character that addresses do not have",
      },
      {
        line: 7,
        email: "<a@example.org>",
        reason: "the part before the @ has a character that addresses do not have",
      },
    ]);
  });

  test("control characters of a refused address do not reach the report", async () => {
    const report = await importText('email\n"a\u001b[2Jb\r\nc"\n');
    expect(report.refused).toEqual([{ line: 2, email: "a [2Jb c", reason: "it has no @" }]);
  });

  test("duplicates are found however far apart they are", async () => {
    const rows = Array.from({ length: 1200 }, (_, index) => `r${index}@example.org`);
    const report = await importText(`email\n${[...rows, "R0@EXAMPLE.org", "r1199@example.org"].join("\n")}`);
    expect(report).toMatchObject({ rows: 1202, added: 1200 });
    expect(report.refused).toEqual([
      { line: 1202, email: "R0@EXAMPLE.org", reason: "is the same address as in line 2" },
      { line: 1203, email: "r1199@example.org", reason: "is the same address as in line 1201" },
    ]);
  });

  test("an unknown status is refused", async () => {
    const report = await importText("email,status\na@example.org,active\n");
    expect(report.refused).toEqual([
      {
        line: 2,
        email: "a@example.org",
        reason: 'has the status "active"; use unconfirmed, confirmed, unsubscribed or leave it empty',
      },
    ]);
  });

  test("a row with a cell too few or too many is refused, and the rows below it come in", async () => {
    const report = await importText(
      "email,city\na@example.org\nb@example.org,Galway, Ireland\nc@example.org,Berlin\na@example.org,Ulm\n",
    );
    expect(report).toMatchObject({ rows: 4, added: 2 });
    const reason = (cells: string) =>
      `has ${cells}, but the first row names 2 columns; a value with a comma in it needs quotes`;
    expect(report.refused).toEqual([
      { line: 2, email: "a@example.org", reason: reason("1 cell") },
      { line: 3, email: "b@example.org", reason: reason("3 cells") },
    ]);
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({ city: "Ulm" });
  });

  test("a value is stored as its field's type writes it, and one that is none of it is refused", async () => {
    const report = await importText("email,plan\na@example.org,gold\nb@example.org,Glod\nc@example.org,\n");
    expect(report).toMatchObject({ rows: 3, added: 2 });
    expect(report.refused).toEqual([
      {
        line: 3,
        email: "b@example.org",
        reason: 'plan is none of its options ("Glod"); did you mean "Gold"?',
      },
    ]);
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({ plan: "Gold" });
  });

  test("a value that is too long is refused by name; characters count, not their halves", async () => {
    const report = await importText(
      `email,firstName,city\na@example.org,Ada,${"x".repeat(201)}\nb@example.org,${"🎉".repeat(200)},\n`,
    );
    expect(report).toMatchObject({ rows: 2, added: 1 });
    expect(report.refused).toEqual([
      { line: 2, email: "a@example.org", reason: "city is longer than 200 characters" },
    ]);
  });

  test("who is unsubscribed by a row is unsubscribed whatever else is wrong with the row, and gets nothing else from it", async () => {
    const names = ["tag", "field", "cells", "moved", "twice", "new"];
    for (const name of names.slice(0, 5))
      await addReader(store, { email: `${name}@example.org`, fields: { city: "Ulm" } });
    const report = await importText(
      [
        "email,status,city,tags",
        'tag@example.org,unsubscribed,Bonn,"beta,vip2019"',
        `field@example.org,Unsubscribed,${"x".repeat(201)},`,
        "cells@example.org,unsubscribed,Bonn,beta,member",
        "moved@example.org,Galway,Ireland,unsubscribed,beta",
        "twice@example.org,confirmed,Ulm,",
        "twice@example.org,unsubscribed,Bonn,",
        "new@example.org,unsubscribed,Bonn,vip2019",
        "new@example.org,confirmed,Bonn,",
        "",
      ].join("\n"),
    );
    expect(report).toMatchObject({ rows: 8, added: 0, updated: 0, unchanged: 1 });
    const also = (reason: string) => `${reason}; it is unsubscribed all the same`;
    const tag = 'has the tag "vip2019", which letterpress.yaml does not declare';
    const cells = "has 5 cells, but the first row names 4 columns; a value with a comma in it needs quotes";
    expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, also(tag)],
      [3, also("city is longer than 200 characters")],
      [4, also(cells)],
      [5, also(cells)],
      [7, also("is the same address as in line 6")],
      [8, also(tag)],
      [9, "is the same address as in line 8"],
    ]);
    const readers = await listSubscribers(store, { list: "weekly", limit: 99 });
    expect(readers.map(({ email, state, tags }) => [email.split("@")[0], state, tags])).toEqual(
      names.map((name) => [name, "unsubscribed", []]),
    );
    for (const name of names.slice(0, 5))
      expect((await findSubscriber(store, `${name}@example.org`))?.fields).toEqual({ city: "Ulm" });
  });

  test("after a thousand refused rows the rest is counted", async () => {
    const report = await importText(`email\n${"nobody\n".repeat(1003)}ok@example.org\n`);
    expect(report).toMatchObject({ rows: 1004, added: 1, moreRefused: 3 });
    expect(report.refused).toHaveLength(1000);
  });
});

describe("files as programs write them", () => {
  test("a byte order mark, CRLF, empty lines and no last line end are all the same file", async () => {
    const report = await importText(
      '\uFEFF Email ,firstName\r\n\r\na@example.org,"two\r\nlines"\r\n\r\nnobody,"x\n\ny"\r\nnobody,z',
    );
    expect(report).toMatchObject({ rows: 3, added: 1, cleaned: [{ line: 3, field: "firstName" }] });
    expect(report.refused.map(({ line }) => line)).toEqual([6, 9]);
  });

  test("values that look like formulas, SQL or merge fields are values", async () => {
    const values = ["=cmd()", "'); drop table subscribers; --", "{{firstName}}", "%s $& \\0", "__proto__"];
    const rows = values.map((value, index) => `r${index}@example.org,"${value}"`);
    expect(await importText(`email,firstName\n${rows.join("\n")}\n`)).toMatchObject({
      added: 5,
      cleaned: [],
    });
    const stored = await listSubscribers(store, { list: "weekly", limit: 9 });
    expect(stored.map((reader) => reader.fields.firstName)).toEqual(values);
  });

  test("bidirectional overrides and lone line separators are taken out and reported", async () => {
    const report = await importText("email,firstName,city\na@example.org,\u202Eevil,Ber\u2028lin\n");
    expect(report.cleaned).toEqual([
      { line: 2, field: "firstName" },
      { line: 2, field: "city" },
    ]);
    expect((await findSubscriber(store, "a@example.org"))?.fields).toEqual({
      city: "Ber lin",
      firstName: "evil",
    });
  });
});

describe("files that cannot be imported say where and why", () => {
  test.each([
    ["an empty file", "", "no-email-column", "people.csv is empty."],
    ["no email column", "name\nAda\n", "no-email-column", 'people.csv:1 has no column named "email"'],
    ["semicolons", "email;firstName\n", "no-email-column", "people.csv:1 is separated by semicolons"],
    [
      "a column that is not declared",
      "email,fistName\na@example.org,Ada\n",
      "unknown-column",
      'people.csv:1 has a column that is not declared: "fistName".',
    ],
    ["a column twice", "email,EMAIL\n", "duplicate-column", 'people.csv:1 has two columns named "email".'],
    [
      "a quote that is never closed",
      'email,firstName\nok@example.org,"a\nb"\n\nb@example.org,"Bob\nc@example.org,C\n',
      "bad-csv",
      "people.csv:5 has a quote that is never closed. The rows above it are imported: 1 read, 1 added, 0 updated.",
    ],
    [
      "a quote inside a cell",
      'email,firstName\nok@example.org,O\nb@example.org,B"ob\n',
      "bad-csv",
      'people.csv:3 has a quote in the middle of a cell; put the whole cell in quotes and write the quote inside as "". The rows above it are imported: 1 read',
    ],
    [
      "text after a quote",
      'email,firstName\nb@example.org,"B"ob\n',
      "bad-csv",
      "people.csv:2 has text after a closing quote",
    ],
    [
      "a row without an end",
      `email,city\nok@example.org,"${"x".repeat(200_000)}\n`,
      "bad-csv",
      "people.csv:2 has a row longer than 64 KB",
    ],
    [
      "megabytes without a line end",
      `email,city\n${"x".repeat(2_000_000)}`,
      "bad-csv",
      "people.csv:2 has a row longer than 64 KB",
    ],
    [
      "bytes that are not UTF-8",
      Buffer.from("email,city\r\nok@example.org,Ulm\r\nb@example.org,K\xf6ln\r\n", "latin1"),
      "not-utf8",
      "people.csv:3 is not UTF-8 text. The rows above it are imported: 1 read, 1 added, 0 updated.",
    ],
    [
      "UTF-16",
      Buffer.from("\uFEFFemail\na@example.org\n", "utf16le"),
      "not-utf8",
      "people.csv:1 is not UTF-8",
    ],
  ])("%s", async (_name, content, code, message) => {
    await expect(importText(content)).rejects.toMatchObject({
      code: `subscriptions/${code}`,
      message: expect.stringContaining(message),
    });
    // Each file has at most one row above its fault, and that reader is in.
    const { confirmed } = await countSubscriptions(store, "weekly");
    expect(confirmed).toBe(message.includes("1 read") ? 1 : 0);
  });

  test("a column that is not declared gets a suggestion", async () => {
    await expect(importText("email,fistName\n")).rejects.toMatchObject({
      remedy: expect.stringContaining('Did you mean "firstName"?'),
    });
  });

  test("a file that is not there is an error with the name of the file", async () => {
    await expect(importFrom(createReadStream("/nowhere/people.csv"))).rejects.toMatchObject({
      code: "subscriptions/unreadable",
      message: "people.csv could not be read: there is no such file or folder.",
    });
  });

  test("what was imported above the fault is not added twice when the corrected file comes", async () => {
    const rows = Array.from({ length: 700 }, (_, index) => `r${index}@example.org,City`);
    await expect(
      importText(`email,city\n${rows.join("\n")}\nlast@example.org,Ci"ty\n`),
    ).rejects.toMatchObject({
      message: expect.stringContaining("700 read, 700 added, 0 updated."),
    });
    const report = await importText(`email,city\n${rows.join("\n")}\nlast@example.org,City\n`);
    expect(report).toMatchObject({ rows: 701, added: 1, unchanged: 700 });
  });
});

const plan = { type: "choice", options: ["Gold", "Silver"] } as const;

function importText(
  content: string | Buffer,
  changes: { readonly tagAll?: string; readonly tags?: readonly string[] } = {},
): Promise<ImportReport> {
  const source = (async function* () {
    yield content;
  })();
  return importFrom(source, "people.csv", changes);
}

function importFrom(
  source: AsyncIterable<Buffer | string>,
  file = "people.csv",
  changes: { readonly tagAll?: string; readonly tags?: readonly string[] } = {},
): Promise<ImportReport> {
  const declared = { fields: { firstName: {}, city: {}, language: {}, plan }, tags: ["member", "beta"] };
  return importSubscribers(store, { file, source, list: "weekly", ...declared, now: 2000, ...changes });
}
