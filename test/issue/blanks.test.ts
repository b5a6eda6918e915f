import { describe, expect, test } from "@jest/globals";
import { head, readText } from "../support/issue-text.ts";

const blank =
  "  - feature:\n      title: ✎ The title of the story\n      body: |\n        Sound.\n\n        And ✎ The story\n";

describe("What is still to be written", () => {
  test("is a warning in a draft, at its place, and the draft can be read", () => {
    const { issue, problems, codes, sentences } = readText(`${head}${blank}`);
    expect(issue).toBeDefined();
    expect(codes).toEqual(["6:14 issue/blank", "10:13 issue/blank"]);
    expect(problems.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    expect(sentences[0]).toContain(
      '"✎ The title of the story" is still to be written. Write it, or delete it.',
    );
  });

  test("is an error once the issue is ready", () => {
    const { issue, problems } = readText(`status: ready\n${head}${blank}`);
    expect(issue).toBeUndefined();
    expect(problems.map(({ severity }) => severity)).toEqual(["error", "error"]);
  });

  test("is found in subjects, preheaders and links too, each once", () => {
    const text = head.replace("Hello", "{en: ✎ Hello, de: Hallo}").replace("World", "✎ World ✎ again");
    const { codes } = readText(`${text}  - button: {title: Go, url: https://example.org/✎}\n`);
    expect(codes).toEqual(["1:15 issue/blank", "2:12 issue/blank", "5:50 issue/blank"]);
  });

  test.each(["TODO: call her", "a fight over TK billions", "Lorem ipsum dolor"])(
    "is suspected in %j, which never stops an issue",
    (words) => {
      const { issue, codes } = readText(`status: ready\n${head}  - letter: "${words}"\n`);
      expect(issue).toBeDefined();
      expect(codes).toEqual([expect.stringMatching(/ issue\/blank$/)]);
    },
  );

  test.each(["`TODO` is what programmers write", "TODOs are for programmers", "The ATK and her TKs", "todo"])(
    "is not suspected in %j",
    (words) => {
      expect(readText(`${head}  - letter: "${words}"\n`).codes).toEqual([]);
    },
  );
});
