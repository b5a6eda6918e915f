import { describe, expect, test } from "@jest/globals";
import { replyParser } from "../../src/transport/reply-parser.ts";

function readAll(text: string, step = text.length) {
  const parser = replyParser();
  const replies = [];
  let fault: string | undefined;
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += step) {
    const read = parser.read(bytes.subarray(at, at + step));
    replies.push(...read.replies);
    fault = read.fault;
  }
  return { replies, fault };
}

describe("The reply parser", () => {
  test("reads the same replies however the bytes are split", () => {
    const text =
      "250-2.1.0 first\r\n250 2.1.0 last\r\n250 2.1.5 Ok\r\n354\r\n550-5.1.1 a-b\r\n550-\r\n550 5.1.1 c\r\n";
    const whole = readAll(text);
    expect(whole).toEqual({
      replies: [
        { code: 250, enhanced: "2.1.0", text: "250 2.1.0 first last", lines: ["2.1.0 first", "2.1.0 last"] },
        { code: 250, enhanced: "2.1.5", text: "250 2.1.5 Ok", lines: ["2.1.5 Ok"] },
        { code: 354, enhanced: undefined, text: "354", lines: [""] },
        { code: 550, enhanced: "5.1.1", text: "550 5.1.1 a-b c", lines: ["5.1.1 a-b", "", "5.1.1 c"] },
      ],
      fault: undefined,
    });
    for (const step of [1, 2, 3, 7, 16]) expect(readAll(text, step)).toEqual(whole);
  });

  test("waits for the end of a line and for the last line", () => {
    expect(readAll("250 Ok")).toEqual({ replies: [], fault: undefined });
    expect(readAll("250 Ok\r")).toEqual({ replies: [], fault: undefined });
    expect(readAll("250-Ok\r\n")).toEqual({ replies: [], fault: undefined });
  });

  test("takes a bare line feed as the end of a line", () => {
    expect(readAll("250-a\n250 b\n").replies).toEqual([
      { code: 250, enhanced: undefined, text: "250 a b", lines: ["a", "b"] },
    ]);
  });

  test.each([
    "hello\r\n",
    "\r\n",
    "25 Ok\r\n",
    "2500 Ok\r\n",
    "150 Ok\r\n",
    "650 Ok\r\n",
    "250_Ok\r\n",
    " 250 Ok\r\n",
  ])("calls %j a fault", (text) => {
    expect(readAll(text)).toMatchObject({ replies: [], fault: expect.stringContaining("not a reply") });
  });

  test("calls a code that changes within a reply a fault", () => {
    expect(readAll("250-a\r\n550 b\r\n")).toMatchObject({ replies: [], fault: expect.anything() });
  });

  test("gives out what was whole before a fault, and nothing after it", () => {
    expect(readAll("250 a\r\nnonsense\r\n250 b\r\n")).toMatchObject({
      replies: [{ text: "250 a" }],
      fault: expect.anything(),
    });
    expect(readAll("nonsense\r\n250 b\r\n", 1).replies).toEqual([]);
  });

  test.each([
    ["in one line without end", "250 ".padEnd(66_000, "x")],
    ["in many lines", `250-${"x".repeat(100)}\r\n`.repeat(700)],
  ])("stops at 64 KB %s", (_where, text) => {
    expect(readAll(text, 1000)).toMatchObject({ replies: [], fault: expect.stringContaining("64 KB") });
  });

  test("shortens a long text and removes what could harm a terminal or a log", () => {
    const { replies } = readAll(`550 5.1.1 \u001b[31mred\u0007 ${"é".repeat(3000)}\r\n`);
    expect(replies[0]?.text).toMatch(/^550 5\.1\.1 \[31mred é+$/);
    expect(replies[0]?.text).toHaveLength(500);
  });

  test("does not believe an enhanced code that contradicts its code", () => {
    expect(readAll("250 5.1.1 Ok\r\n").replies[0]?.enhanced).toBeUndefined();
    expect(readAll("550 5.1.1x No\r\n").replies[0]?.enhanced).toBeUndefined();
  });
});
