import { describe, expect, test } from "@jest/globals";
import { openCsv } from "../../../src/subscriptions/csv/csv-rows.ts";
import { csvLine } from "../../../src/subscriptions/csv/write-csv.ts";
import { chanceOf, oneOf } from "../../support/random-audience.ts";

/** Rows as `line:cell|cell`, everything else as `line status`; read in chunks of so many bytes. */
async function rowsOf(
  content: string | Buffer,
  chunk = 65_536,
  encoding?: string,
): Promise<readonly string[]> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const source = (async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  })();
  const { pieces } = await openCsv(source, encoding);
  const rows: string[] = [];
  for await (const some of pieces)
    for (const one of some)
      rows.push(one.status === "row" ? `${one.line}:${one.cells.join("|")}` : `${one.line} ${one.status}`);
  return rows;
}

describe("rows of CSV", () => {
  test.each<[what: string, text: string, rows: readonly string[]]>([
    ["commas and LF", "a,b\nc,d\n", ["1:a|b", "2:c|d"]],
    ["CRLF and no last line end", "a,b\r\nc,d", ["1:a|b", "2:c|d"]],
    ["CR alone", "a,b\rc,d\r", ["1:a|b", "2:c|d"]],
    ["lines without a value", "\n\r\na\n ,, \n\nb\n", ["3:a", "6:b"]],
    ["quotes, doubled ones in them", 'a,"b ""c"", d"\n"",e\n', ['1:a|b "c", d', "2:|e"]],
    ["line breaks in quotes", 'a,"b\r\n\r\nc"\nd,e\n', ["1:a|b\r\n\r\nc", "4:d|e"]],
    ["white space round quotes", 'a, "b" ,c\n', ["1:a|b|c"]],
    ["white space as it is elsewhere", " a , b\n", ["1: a | b"]],
    ["semicolons", "a;b;c,d\ne;f;g\n", ["1:a|b|c,d", "2:e|f|g"]],
    ["tabs", "a\tb\tc,\nd\te\tf\n", ["1:a|b|c,", "2:d|e|f"]],
    ["bars", "a|b|c\n1|2|3\n", ["1:a|b|c", "2:1|2|3"]],
    ["separators in quotes do not count", '"a,b,c";d\n1;2\n', ["1:a,b,c|d", "2:1|2"]],
    ["sep=", 'sep=|\n"a,b"|c\n', ["2:a,b|c"]],
    ["a formula that keeps zeros", 'a,="007"\n', ["1:a|007"]],
    ["one column", "a\nb;c\n", ["1:a", "2:b;c"]],
    ["nothing", "", []],
    ["a byte order mark and nothing", "\uFEFF", []],
    ["a quote never closed", 'a\n"b\nc', ["1:a", "2 fault"]],
    ["a line that is no row but ends there", 'a,b\n"c"d,e\nf,g\n', ["1:a|b", "2 broken", "3:f|g"]],
    ["a line that is no row and may not end there", 'a,b\nc"d,e\nf,g\n', ["1:a|b", "2 fault"]],
  ])("%s", async (_, text, rows) => {
    for (const chunk of [65_536, 7, 1]) expect([chunk, await rowsOf(text, chunk)]).toEqual([chunk, rows]);
  });

  test("are the same in every encoding that is known", async () => {
    const text = "é,ж\nß,я\n";
    const expected = ["1:é|ж", "2:ß|я"];
    const little = Buffer.from(text, "utf16le");
    expect(await rowsOf(text, 1)).toEqual(expected);
    expect(await rowsOf(little, 3)).toEqual(expected);
    expect(await rowsOf(Buffer.from(little).swap16(), 3)).toEqual(expected);
    expect(await rowsOf(Buffer.from("\xe9,b\n", "latin1"), 1, "iso-8859-1")).toEqual(["1:é|b"]);
  });

  test("above bytes that are not UTF-8 are all read, also where a character is cut by the end", async () => {
    const bytes = Buffer.from("a,b\nc,d\ne,\xff\nf,g\n", "latin1");
    for (const chunk of [65_536, 1])
      expect(await rowsOf(bytes, chunk)).toEqual(["1:a|b", "2:c|d", "3 fault"]);
    expect(await rowsOf(Buffer.concat([Buffer.from("a\nb\n"), Buffer.from([0xf0, 0x9f])]))).toEqual([
      "1:a",
      "2:b",
      "3 fault",
    ]);
  });

  test("that have no end are not held", async () => {
    expect(await rowsOf(`a\n"${"x".repeat(70_000)}`)).toEqual(["1:a", "2 fault"]);
    expect(await rowsOf(`a\n${"x".repeat(70_000)}\nb\n`)).toEqual(["1:a", "2 fault"]);
  });

  test("come back as they were written, whatever is in them", async () => {
    const chance = chanceOf(7);
    const signs = [",", '"', "\n", "\r\n", " ", ";", "\t", "a", "é", "🎉", "=", "'"];
    const cell = () => Array.from({ length: chance(5) }, () => oneOf(chance, signs)).join("");
    const rows = Array.from({ length: 300 }, () => ["x", ...Array.from({ length: 1 + chance(3) }, cell)]);
    const text = rows.map(csvLine).join("");
    const read = (await rowsOf(`a,b,c\n${text}`, 11)).slice(1).map((row) => row.slice(row.indexOf(":") + 1));
    expect(read).toEqual(rows.map((cells) => cells.join("|")));
  });
});
