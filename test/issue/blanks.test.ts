import { describe, expect, test } from "@jest/globals";
import { head, readText } from "../support/issue-text.ts";

const blank =
  "  - feature:\n      title: ✎ The title of the story\n      body: |\n        Sound.\n\n        And ✎ The story\n";

describe("What is still to be written", () => {
  test("is one warning in a draft, at the first place, and the draft can be read", () => {
    const { issue, problems, codes, sentences } = readText(`${head}${blank}`);
    expect(issue).toBeDefined();
    expect(codes).toEqual(["6:14 issue/blank"]);
    expect(problems.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(sentences[0]).toContain(
      "2 places are still to be written (✎): lines 6, 10. Write them, or delete them.",
    );
  });

  test("is told by its words when it is the only one", () => {
    const { sentences } = readText(`${head}  - letter: ✎ Hello\n`);
    expect(sentences).toEqual([
      'issues/a.yaml:5:13 "✎ Hello" is still to be written. Write it, or delete it. [issue/blank]',
    ]);
  });

  test("is told by the first eight lines when there are many", () => {
    const { sentences } = readText(`${head}${"  - letter: ✎ Hello\n".repeat(20)}`);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(
      "20 places are still to be written (✎): lines 5, 6, 7, 8, 9, 10, 11, 12, ….",
    );
  });

  test("is an error once the issue is ready", () => {
    const { issue, problems } = readText(`status: ready\n${head}${blank}`);
    expect(issue).toBeUndefined();
    expect(problems.map(({ severity }) => severity)).toEqual(["error", "error"]);
  });

  test("is found in subjects, preheaders and links too, each once", () => {
    const text = `status: ready\n${head}`
      .replace("Hello", "{en: ✎ Hello, de: Hallo}")
      .replace("World", "✎ World ✎ again");
    const { codes } = readText(`${text}  - button: {title: Go, url: https://example.org/✎}\n`);
    expect(codes).toEqual(["2:15 issue/blank", "3:12 issue/blank", "6:50 issue/blank"]);
  });

  test.each([
    "TODO: call her",
    "a fight over TK billions",
    "Lorem ipsum dolor",
    "XXX ask her",
    "Dear [insert name here],",
  ])("is suspected in %j, which never stops an issue", (words) => {
    const { issue, codes } = readText(`status: ready\n${head}  - letter: "${words}"\n`);
    expect(issue).toBeDefined();
    expect(codes).toEqual([expect.stringMatching(/ issue\/blank$/)]);
  });

  test.each([
    "`TODO` is what programmers write",
    "TODOs are for programmers",
    "The ATK and her TKs",
    "todo",
    "Size XX, not XXXL",
    "[Your turn](https://example.org/)",
  ])("is not suspected in %j", (words) => {
    expect(readText(`${head}  - letter: "${words}"\n`).codes).toEqual([]);
  });
});
