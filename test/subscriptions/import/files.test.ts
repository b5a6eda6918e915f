import { createReadStream } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { countSubscriptions, findSubscriber, listSubscribers } from "../../../src/store/subscribers.ts";
import { importing } from "./importing.ts";

const run = importing();

describe("files as programs write them", () => {
  test("a byte order mark, CRLF, empty lines and no last line end are all the same file", async () => {
    const report = await run.importText(
      '\uFEFF Email ,firstName\r\n\r\na@example.org,"two\r\nlines"\r\n\r\nnobody,"x\n\ny"\r\nnobody,z',
    );
    expect(report).toMatchObject({ rows: 3, added: 1, cleaned: [{ line: 3 }] });
    expect(report.refused.map(({ line }) => line)).toEqual([6, 9]);
  });

  test("values that look like formulas, SQL or merge fields are values", async () => {
    const values = ["=cmd()", "'); drop table subscribers; --", "{{firstName}}", "%s $& \\0", "__proto__"];
    const rows = values.map((value, index) => `r${index}@example.org,"${value}"`);
    expect(await run.importText(`email,firstName\n${rows.join("\n")}\n`)).toMatchObject({
      added: 5,
      cleaned: [],
    });
    const stored = await listSubscribers(run.store, { list: "weekly", limit: 9 });
    expect(stored.map((reader) => reader.fields.firstName)).toEqual(values);
  });

  test("bidirectional overrides and lone line separators are taken out and reported", async () => {
    const report = await run.importText("email,firstName,city\na@example.org,\u202Eevil,Ber\u2028lin\n");
    expect(report.cleaned).toEqual([
      { line: 2, what: "control characters were taken out of firstName" },
      { line: 2, what: "control characters were taken out of city" },
    ]);
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual({
      city: "Ber lin",
      firstName: "evil",
    });
  });
});

describe("files as spreadsheets write them", () => {
  const readersOf = async (content: string | Buffer, encoding?: string) => {
    await run.importText(content, encoding === undefined ? {} : { encoding });
    return (await run.readers()).map(({ email, fields }) => [
      email,
      fields.firstName ?? "",
      fields.city ?? "",
    ]);
  };

  test("UTF-16 in either order, with semicolons", async () => {
    const text = 'email;firstName;city\r\na@example.org;Zoë 🎉;"Köln; Ehrenfeld"\r\n';
    const little = Buffer.from(`\uFEFF${text}`, "utf16le");
    const expected = [["a@example.org", "Zoë 🎉", "Köln; Ehrenfeld"]];
    expect(await readersOf(little)).toEqual(expected);
    expect(await readersOf(Buffer.from(little).swap16())).toEqual(expected);
    expect(await readersOf(Buffer.from(text, "utf16le"))).toEqual(expected);
  });

  test("Windows-1252 only when it is said", async () => {
    const bytes = Buffer.from("email,firstName\na@example.org,Zo\xeb \x80\n", "latin1");
    await expect(readersOf(bytes)).rejects.toMatchObject({
      code: "subscriptions/not-utf8",
      message: expect.stringContaining('it has "Zoë'),
      remedy: expect.stringContaining("--encoding windows-1252"),
    });
    expect(await readersOf(bytes, "windows-1252")).toEqual([["a@example.org", "Zoë €", ""]]);
  });

  test('the line "sep=;", cells such as ="00123", and what nobody sees round an address', async () => {
    const text =
      'sep=;\r\nemail;firstName;city;;\r\n\u200b a@example.org\u00a0;="007";"=""Ulm""";;\r\nb@example.org;B\r\nc@example.org;C;Bonn\r\n;;;;\r\n';
    const report = await run.importText(text);
    expect(report).toMatchObject({ rows: 3, added: 2 });
    expect(report.refused).toMatchObject([
      { line: 4, reason: expect.stringContaining("with a semicolon in it") },
    ]);
    expect((await run.readers()).map(({ email, fields }) => [email, fields])).toEqual([
      ["a@example.org", { city: "Ulm", firstName: "007" }],
      ["c@example.org", { city: "Bonn", firstName: "C" }],
    ]);
  });

  test("a line with a quote where none can be is refused when it ends there, and the lines below it are read", async () => {
    const report = await run.importText(
      'email,city\na@example.org,"U"lm\nb@example.org,the "old" town\nc@example.org,Bonn\n',
    );
    expect(report).toMatchObject({ rows: 3, added: 1, faulty: 2 });
    expect(report.refused).toEqual([
      {
        line: 2,
        email: 'a@example.org,"U"lm',
        reason: 'has text after a closing quote; write a quote inside a cell as ""',
      },
      {
        line: 3,
        email: 'b@example.org,the "old" town',
        reason: expect.stringContaining("has a quote in the middle of a cell"),
      },
    ]);
  });
});

describe("files that cannot be imported say where and why", () => {
  test.each([
    ["an empty file", "", "no-email-column", "people.csv is empty."],
    ["no email column", "name\nAda\n", "no-email-column", "people.csv:1 has no column with addresses"],
    [
      "a column that is not declared",
      "email,fistName\na@example.org,Ada\n",
      "unknown-column",
      'people.csv:1 has a column "fistName", which is nearly "firstName".',
    ],
    ["a column twice", "email,EMAIL\n", "duplicate-column", 'people.csv:1 has two columns for "email".'],
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
      'people.csv:3 is not UTF-8 text; as Windows-1252, which Excel on Windows saves, it has "Köln". The rows above it are imported: 1 read, 1 added, 0 updated.',
    ],
  ])("%s", async (_name, content, code, message) => {
    await expect(run.importText(content)).rejects.toMatchObject({
      code: `subscriptions/${code}`,
      message: expect.stringContaining(message),
    });
    // Each file has at most one row above its fault, and that reader is in.
    const { confirmed } = await countSubscriptions(run.store, "weekly");
    expect(confirmed).toBe(message.includes("1 read") ? 1 : 0);
  });

  test("a column that is not declared gets a suggestion", async () => {
    await expect(run.importText("email,fistName\n")).rejects.toMatchObject({
      remedy: expect.stringContaining('Did you mean "firstName"?'),
    });
  });

  test("a file that is not there is an error with the name of the file", async () => {
    await expect(run.importFrom(createReadStream("/nowhere/people.csv"))).rejects.toMatchObject({
      code: "subscriptions/unreadable",
      message: "people.csv could not be read: there is no such file or folder.",
    });
  });

  test("what was imported above the fault is not added twice when the corrected file comes", async () => {
    const rows = Array.from({ length: 700 }, (_, index) => `r${index}@example.org,City`);
    await expect(
      run.importText(`email,city\n${rows.join("\n")}\nlast@example.org,Ci"ty\n`),
    ).rejects.toMatchObject({
      message: expect.stringContaining("700 read, 700 added, 0 updated."),
    });
    const report = await run.importText(`email,city\n${rows.join("\n")}\nlast@example.org,City\n`);
    expect(report).toMatchObject({ rows: 701, added: 1, unchanged: 700 });
  });
});
