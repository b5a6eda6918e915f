import { describe, expect, test } from "@jest/globals";
import { textDiff } from "../../src/preview/export/text-diff.ts";
import { wordDiff } from "../../src/preview/export/word-diff.ts";

/** `A [-quiet-]{+loud+} week`: what went and what came, in one line. */
function marked(before: string, after: string, language = "en"): string {
  return wordDiff(before, after, language)
    .map((one) => {
      if (one.kind === "same") return one.text;
      return (one.gone && `[-${one.gone}-]`) + (one.come && `{+${one.come}+}`);
    })
    .join("");
}

describe("a diff of words", () => {
  test("marks the words that differ, and neither spaces beside them nor signs that stay", () => {
    expect(marked("A quiet week, told", "A loud week, told")).toBe("A [-quiet-]{+loud+} week, told");
    expect(marked("one two three four", "one 2 3 four")).toBe("one [-two three-]{+2 3+} four");
    expect(marked("founders, one feud", "founders and one feud")).toBe("founders[-,-]{+ and+} one feud");
    expect(marked("five reads and more.", "five reads.")).toBe("five reads[- and more-].");
    expect(marked("", "Something")).toBe("{+Something+}");
    expect(marked("the same", "the same")).toBe("the same");
  });

  test("takes no notice of where lines are wrapped, nor of how long the rule below a heading is", () => {
    const before = "The press prints all\nday long.";
    const after = "The old press prints\nall day long.";
    expect(marked(before, after)).toBe("The {+old +}press prints\nall day long.");
    expect(marked("A heading\n=========", "A long heading\n==============")).toBe(
      "A {+long +}heading\n==============",
    );
  });

  test("shows sentences with little in common whole, and addresses as one word", () => {
    expect(marked("We print on Monday and rest.", "They never sleep and that shows up.")).toBe(
      "[-We print on Monday and rest.-]{+They never sleep and that shows up.+}",
    );
    expect(marked("see https://example.org/a/b now", "see https://example.org/a/c now")).toBe(
      "see [-https://example.org/a/b-]{+https://example.org/a/c+} now",
    );
  });

  test("knows words where no space parts them", () => {
    expect(marked("我们今天印刷报纸", "我们明天印刷报纸", "zh")).toBe("我们[-今天-]{+明天+}印刷报纸");
  });

  test("loses nothing of either text", () => {
    const [before, after] = ["a  b\n\nc d, e", "a b\n\nx\n\nc d; f e "];
    const pieces = wordDiff(before, after, "en");
    const come = pieces.map((one) => (one.kind === "same" ? one.text : one.come)).join("");
    const gone = pieces.map((one) => (one.kind === "same" ? one.text : one.gone)).join("");
    expect(come).toBe(after);
    expect(gone.split(/\s+/)).toEqual(before.split(/\s+/));
  });
});

describe("a diff of plain texts", () => {
  test("shows the paragraphs that differ, one around them, and how many are left out", () => {
    const before = ["one", "two", "three", "four old", "five", "six", "seven"];
    const after = before.with(3, "four new");
    expect(textDiff(before.join("\n\n"), after.join("\n\n"), "en")).toEqual([
      { kind: "left-out", paragraphs: 2 },
      { kind: "words", pieces: [{ kind: "same", text: "three" }] },
      {
        kind: "words",
        pieces: [
          { kind: "same", text: "four " },
          { kind: "change", gone: "old", come: "new" },
        ],
      },
      { kind: "words", pieces: [{ kind: "same", text: "five" }] },
      { kind: "left-out", paragraphs: 2 },
    ]);
  });

  test("is empty for texts that are only wrapped differently", () => {
    expect(textDiff("one two\nthree\n\nfour\n", "one\ntwo three\n\nfour", "en")).toEqual([]);
  });
});
