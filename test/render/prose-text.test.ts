import { describe, expect, test } from "@jest/globals";
import { isError } from "../../src/base/problem.ts";
import { parseMarkdown } from "../../src/issue/markdown/markdown.ts";
import { notesFrom, proseText } from "../../src/render/text/prose-text.ts";
import { tokenBook } from "../../src/render/tokens.ts";
import { at } from "../support/issue-builder.ts";

/** Markdown as plain text, with fields as their fallbacks, and the notes below. */
function textOf(markdown: string, columns = 40): string {
  const { prose, problems } = parseMarkdown(markdown, (line, column) => at(line, column), { firstName: {} });
  expect(problems.filter(isError)).toEqual([]);
  const [book, notes] = [tokenBook([]), notesFrom()];
  const body = book.sample(proseText(prose, { columns, colon: ": ", book }, notes));
  return notes.list() === "" ? body : `${body}\n--\n${notes.list()}`;
}

function lines(...all: readonly string[]): string {
  return all.join("\n");
}

describe("plain text wraps as a person would", () => {
  test("and a reference mark never leaves its word", () => {
    expect(textOf("The quick brown fox jumps over a [lazy dog](https://example.org/).", 42)).toBe(
      lines("The quick brown fox jumps over a lazy", "dog [1].", "--", "[1] https://example.org/"),
    );
  });

  test("and no URL, identifier, number or code of a few words is broken", () => {
    expect(
      textOf("See `npm install --save` and some_identifier_that_is_quite_long_indeed_x, or 10&nbsp;000.", 24),
    ).toBe(
      lines(
        "See npm install --save",
        "and",
        "some_identifier_that_is_quite_long_indeed_x,",
        "or 10\u00a0000.",
      ),
    );
  });

  test("and a dash ends a line and begins none, nor does a sign that would look like a quote", () => {
    expect(textOf("Twenty columns wide — here, as 20 > 19 is.", 19)).toBe(
      lines("Twenty columns", "wide — here, as", "20 > 19 is."),
    );
    expect(textOf("One two three four—five six", 20)).toBe(lines("One two three four—", "five six"));
  });

  test("and soft hyphens are gone, and joiners inside emoji stay", () => {
    expect(textOf("Soft&shy;ly 👩‍👩‍👧‍👦")).toBe("Softly 👩‍👩‍👧‍👦");
  });

  test("and Japanese breaks between its letters, but not before a closing sign or a small kana", () => {
    const text = "日本語の文章は「空白」なしで続く。ちょっと、まって！";
    for (let columns = 6; columns < 40; columns += 1) {
      const broken = textOf(text, columns).split("\n");
      expect(broken.join("")).toBe(text);
      expect([columns, broken.filter((line) => /^[」。、！ょっ]|「$/.test(line))]).toEqual([columns, []]);
    }
    expect(textOf(text, 20)).toBe(lines("日本語の文章は「空", "白」なしで続く。", "ちょっと、まって！"));
  });

  test("and Chinese keeps URLs whole and takes no space from a line end in the source", () => {
    expect(textOf("请访问 <https://example.org/a>。\n谢谢大家", 20)).toBe(
      lines("请访问", "https://example.org/a。谢谢大家".slice(0, 22), "谢谢大家"),
    );
  });

  test("and Thai breaks between its words", () => {
    const text = "ภาษาไทยไม่มีช่องว่างระหว่างคำ";
    const broken = textOf(text, 12).split("\n");
    expect(broken.length).toBeGreaterThan(2);
    expect(broken.join("")).toBe(text);
    expect(broken[0]).toBe("ภาษาไทยไม่มี");
  });

  test("and Korean breaks at its spaces", () => {
    expect(textOf("한국어는 띄어쓰기가 있는 언어입니다", 16)).toBe(
      lines("한국어는", "띄어쓰기가 있는", "언어입니다"),
    );
  });

  test("and what follows an address at once stands apart from it", () => {
    expect(
      textOf("<https://example.org/a>b and <https://example.org/c>*d*, <https://example.org/e>.", 76),
    ).toBe("https://example.org/a b and https://example.org/c d, https://example.org/e.");
  });

  test("and addresses of mailboxes and telephones stand as they are", () => {
    expect(
      textOf(
        "[Write](mailto:desk@example.org), [more](mailto:desk@example.org?subject=Hi), [call](tel:+44-20), desk@example.org",
        76,
      ),
    ).toBe(
      lines(
        "Write [1], more [2], call [3], desk@example.org",
        "--",
        "[1] desk@example.org",
        "[2] mailto:desk@example.org?subject=Hi",
        "[3] +44-20",
      ),
    );
  });
});

describe("plain text shows what Markdown means:", () => {
  test("lists in lists, with their numbers under each other", () => {
    const markdown = lines(
      "9. nine",
      "10. ten",
      "    - a",
      "      - b that is long enough to be wrapped",
      "11. end",
    );
    expect(textOf(markdown, 30)).toBe(
      lines(
        " 9. nine",
        "10. ten",
        "    - a",
        "      - b that is long enough",
        "        to be wrapped",
        "11. end",
      ),
    );
  });

  test("a loose list keeps its empty lines, and a tight one has none", () => {
    expect(textOf(lines("- a", "", "  b", "- c"))).toBe(lines("- a", "", "  b", "", "- c"));
    expect(textOf(lines("- a", "- b"))).toBe(lines("- a", "- b"));
    expect(textOf(lines("- a", "", "- b"))).toBe(lines("- a", "", "- b"));
  });

  test("quotes have a mark on each line, quotes in them two", () => {
    expect(textOf(lines("> one two three four five six seven", ">", "> > inner", "> - item"), 24)).toBe(
      lines("> one two three four", "> five six seven", ">", "> > inner", ">", "> - item"),
    );
  });

  test("code keeps its indentation, and is never wrapped, in a list as well", () => {
    const code = lines("```", "if (a) {", "    call(the, whole, long, line, of, code)", "", "}", "```");
    expect(textOf(lines("- x", "", ...code.split("\n").map((one) => `  ${one}`.trimEnd())), 20)).toBe(
      lines("- x", "", "      if (a) {", "          call(the, whole, long, line, of, code)", "", "      }"),
    );
  });

  test("a table has its columns under each other when there is room", () => {
    const table = lines(
      "| Press | Price | Made in |",
      "|---|--:|:-:|",
      "| Albion | £1,200 | 1820 |",
      "| 活字 | £9 | |",
    );
    expect(textOf(table)).toBe(
      lines("Press    Price  Made in", "------  ------  -------", "Albion  £1,200   1820", "活字        £9"),
    );
  });

  test("a table without room has a line for each cell", () => {
    const table = lines(
      "| Press | What it is |",
      "|---|---|",
      "| Albion | an iron hand press [of 1820](https://example.org/) |",
      "| x | |",
    );
    expect(textOf(table, 30)).toBe(
      lines(
        "Press: Albion",
        "What it is: an iron hand",
        "  press of 1820 [1]",
        "",
        "Press: x",
        "What it is: –",
        "--",
        "[1] https://example.org/",
      ),
    );
  });

  test("a table in which a reader's value would move the columns has a line for each cell too", () => {
    expect(textOf(lines("| a | b |", "|---|---|", "| {{firstName|you}} | c |"))).toBe(
      lines("a: you", "b: c"),
    );
    expect(textOf(lines("| a | b |", "|---|---|", "| c | {{firstName|you}} |"))).toBe(
      lines("a  b", "-  ---", "c  you"),
    );
  });

  test("a table without a head has no rule", () => {
    expect(textOf(lines("| | |", "|---|---|", "| a | b |"))).toBe("a  b");
  });
});
