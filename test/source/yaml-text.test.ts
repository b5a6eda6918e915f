import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readYaml } from "../../src/source/yaml/read-yaml.ts";
import { findingsIn, parsedValue } from "./reading-yaml.ts";

describe("characters that nobody sees", () => {
  test.each([
    ["NUL", "\0", "U+0000"],
    ["a bell", "\u0007", "U+0007"],
    ["DEL", "\u007f", "U+007F"],
    ["a C1 control", "\u0085", "U+0085"],
    ["a right-to-left override", "\u202e", "U+202E"],
    ["an isolate", "\u2066", "U+2066"],
    ["a stand-in for merge fields", "\ufdd0", "U+FDD0"],
    ["the last stand-in", "\ufdef", "U+FDEF"],
    ["a byte order mark in the middle", "\ufeff", "U+FEFF"],
    ["half a character", "\ud83d", "U+D83D"],
  ])("such as %s are found where they stand", (_, character, name) => {
    const { problems } = readYaml({ file: "a.yaml", text: `a: b\r\nc: d${character}e\r\n` });
    expect(problems.map(formatProblem)).toEqual([
      `a.yaml:2:5 an invisible control character (${name}) stands here. Delete it. [yaml/invisible]`,
    ]);
  });

  test.each([
    ["NUL", "\\0", "U+0000"],
    ["a line end of a header", "\\r", "U+000D"],
    ["a right-to-left override", "\\u202e", "U+202E"],
    ["a stand-in for merge fields", "\\uFDD0\\uFDD1", "U+FDD0"],
    ["half a character", "\\ud800", "U+D800"],
  ])("such as %s do not come in as an escape either", (_, written, name) => {
    const { yaml, problems } = readYaml({ file: "a.yaml", text: `a: b\nc: "d${written}e"\n` });
    expect(yaml).toBeUndefined();
    expect(problems.map(formatProblem)).toEqual([
      `a.yaml:2:4 the value holds an invisible control character (${name}). Delete its escape. [yaml/invisible]`,
    ]);
  });

  test("are found on every line, once a line", () => {
    expect(findingsIn("a: b\u0007\u0007\r\nc: \u202ed\ne: f\n g\ufffd")).toEqual([
      "1:5 yaml/invisible",
      "2:4 yaml/invisible",
      "4:3 yaml/encoding",
    ]);
  });

  test("bytes that are not UTF-8 are found by what is left of them", () => {
    const text = Buffer.from([0x61, 0x3a, 0x20, 0x62, 0xe4, 0x62]).toString("utf8");
    expect(findingsIn(text)).toEqual(["1:5 yaml/encoding"]);
    expect(readYaml({ file: "a.yaml", text }).problems[0]?.remedy).toBe("Save the file as UTF-8.");
  });

  test("a line end of old Macintoshes is refused before anything is misread", () => {
    expect(findingsIn("a: b\rc: d\r")).toEqual(["1:5 yaml/line-end"]);
  });

  test.each([
    ["Arabic", "مرحبا"],
    ["an emoji made of two", "👩\u200d🚀"],
    ["a no-break space", "10\u00a0km"],
    ["a tab inside a line", "x\ty"],
  ])("but %s is text", (_, text) => {
    expect(parsedValue(`a: ${text}`)).toEqual({ a: text });
  });
});

describe("a file with line ends and marks of other systems", () => {
  test("is read the same with CRLF, with findings on the right line and column", () => {
    expect(parsedValue("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: d\r\n")).toEqual({ a: 1, b: "x\ny\n", c: "d" });
    expect(findingsIn("a: 1\r\n\r\nb:\r\n  - no\r\nc: d # e\r\n")).toEqual([
      "4:5 yaml/trap",
      "5:6 yaml/trap",
    ]);
  });

  test("is read the same with a byte order mark, which takes no column", () => {
    expect(parsedValue("\uFEFFa: 1")).toEqual({ a: 1 });
    expect(findingsIn("\uFEFFa: no")).toEqual(["1:4 yaml/trap"]);
    expect(findingsIn("\uFEFFa: \0")).toEqual(["1:4 yaml/invisible"]);
  });
});

describe("a file made to hurt", () => {
  test("may have one megabyte and not a byte more", () => {
    const mega = 1024 * 1024;
    expect(findingsIn(`a: ${"x".repeat(mega - 3)}`)).toEqual([]);
    expect(findingsIn(`a: ${"x".repeat(mega - 2)}`)).toEqual(["1:1 yaml/too-large"]);
    expect(findingsIn(`a: ${"á".repeat(mega / 2)}`)).toEqual(["1:1 yaml/too-large"]);
  });

  test("may be 40 levels deep and not one more", () => {
    expect(findingsIn(`${"[".repeat(41)}${"]".repeat(41)}`)).toEqual([]);
    expect(findingsIn(`${"[".repeat(42)}${"]".repeat(42)}`)).toEqual(["1:42 yaml/too-deep"]);
  });

  test.each([
    ["brackets", `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
    ["brackets that are never closed", `a: ${"[".repeat(20_000)}`],
    ["braces", `a: ${"{b: ".repeat(20_000)}${"}".repeat(20_000)}`],
    ["list items", `${"- ".repeat(20_000)}x`],
    ["explicit keys", `${"? ".repeat(20_000)}x`],
    ["indented keys", Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
  ])("is refused when %s are nested by the thousand", (_, text) => {
    expect(findingsIn(text).map((one) => one.split(" ")[1])).toEqual(["yaml/too-deep"]);
  });

  test("is refused when its references would grow without end, before they do", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 20; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    const { yaml, problems } = readYaml({ file: "a.yaml", text: lines.join("\n") });
    expect(yaml).toBeUndefined();
    expect(new Set(problems.map((one) => one.code))).toEqual(new Set(["yaml/trap"]));
  });

  test("cannot change what every object inherits", () => {
    expect(findingsIn("a: 1\n__proto__: {polluted: 1}")).toEqual(["2:1 yaml/trap"]);
    expect(findingsIn("a: {b: [{'__proto__': 1}]}")).toEqual(["1:10 yaml/trap"]);
    const value = parsedValue("constructor: {prototype: {polluted: 2}}\ntoString: 3");
    expect(Object.keys(value as object)).toEqual(["constructor", "toString"]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
