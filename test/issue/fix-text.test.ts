import { describe, expect, test } from "@jest/globals";
import { problem, withFix } from "../../src/base/problem.ts";
import { type FixedText, fixText } from "../../src/issue/fix-text.ts";

const was = "https://letters.net/a?fbclid=1&b=2";
const becomes = "https://letters.net/a?b=2";
const file = "issues/a.yaml";

/** Fixes the address in a text, found at the first place where `mark` stands. */
function fixed(text: string, mark = was, fix = { was, becomes }): FixedText {
  const before = text.slice(0, text.indexOf(mark)).split("\n");
  const at = { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return fixText({ file, text }, [
    withFix(problem(at, "check/link-tracking", "it is long."), fix.was, fix.becomes),
  ]);
}

describe("a fix writes over its own characters, and leaves the file as it is otherwise", () => {
  test.each([
    ["behind a key", `url: ${was}\n`],
    ["in double quotes, before a comment", `url: "${was}" # fbclid stays here\n`],
    ["in single quotes", `url: '${was}'\n`],
    ["in a map on one line", `link: { title: A, url: "${was}" }\n`],
    ["behind CRLF", `# a\r\ntitle: "A"\r\nurl: ${was}\r\n`],
    ["in Markdown", `body: |\n  See [the words](${was}), and more.\n\n  More.\n`],
    ["in a folded text", `body: >-\n  See\n  ${was}\n  now.\n`],
    ["with a mark of its encoding", `\uFEFFurl: ${was}\n`],
    ["among keys in odd order, with odd indents", `z:   1\na:\n      - url:   ${was}\n      -   2\n`],
  ])("%s", (_, text) => {
    const { text: after, made, left } = fixed(text);
    expect(after).toBe(text.replace(was, becomes));
    expect([made.length, left.length]).toEqual([1, 0]);
  });

  test("at the words of a link, not at the place where the finding begins", () => {
    const text = `body: |\n  See [the words](${was}).\n`;
    expect(fixed(text, "[the").text).toBe(text.replace(was, becomes));
  });

  test("of a link that is named in one place and written in another", () => {
    const text = `body: |\n  [words]: ${was}\n\n  See [the words][words].\n`;
    expect(fixed(text, "[the").text).toBe(text.replace(was, becomes));
  });

  test("in HTML, where & is an entity", () => {
    const html = (url: string) => `body: |\n  <a href="${url.replaceAll("&", "&amp;")}">A</a>\n`;
    expect(fixed(html(was), "https").text).toBe(html(becomes));
  });

  test("in an anchor, and with it where it is used again", () => {
    const text = `a: &page ${was}\nb: *page\n`;
    expect(fixed(text).text).toBe(text.replace(was, becomes));
  });

  test("of several findings in one line", () => {
    const text = `a: "A &amp; B &amp; C"\n`;
    const at = (column: number) =>
      withFix(problem({ file, line: 1, column }, "issue/entity-in-line", "a sign."), "&amp;", "&");
    const { text: after, made } = fixText({ file, text }, [at(7), at(15)]);
    expect(after).toBe('a: "A & B & C"\n');
    expect(made.map(({ at: { column } }) => column)).toEqual([7, 15]);
  });

  test("of a sign that no file may hold", () => {
    const text = "a: One\u0008 two\n";
    expect(fixed(text, "\u0008", { was: "\u0008", becomes: "" }).text).toBe("a: One two\n");
  });
});

describe("an address changes only where it leads somewhere", () => {
  /** Fixes the address for two links of one name. */
  const twice = (more: string, name = `[1]: ${was}`) => {
    const text = `body: |\n  See [one][1] and [again][1].\n\n  ${more}\n\n  ${name}\n`;
    const at = (mark: string) => ({ file, line: 2, column: (text.split("\n")[1] ?? "").indexOf(mark) + 1 });
    const found = ["[one", "[again"].map((mark) =>
      withFix(problem(at(mark), "check/link-tracking", "it is long."), was, becomes),
    );
    return { written: text, ...fixText({ file, text }, found) };
  };

  test.each([
    ["code", `They add \`${was}\` to it.`],
    ["code between lines", `\`\`\`\n  ${was}\n  \`\`\``],
    ["the title of a link", `[more](https://letters.net "${was}").`],
    ["the words of a link", `[${was}](https://letters.net)`],
    ["an editor's note", `<!-- [copied](${was}) -->`],
    ["the address of another page", `[kept](https://example.org/save?u=${was})`],
  ])("not in %s, where one name is used twice", (_, more) => {
    const { written, text, made, left } = twice(more);
    expect(text).toBe(written.replace(`[1]: ${was}`, `[1]: ${becomes}`));
    expect([made.length, left.length]).toEqual([1, 0]);
  });

  test("not in the title beside it", () => {
    const { written, text } = twice("More.", `[1]: <${was}> "${was}"`);
    expect(text).toBe(written.replace(`<${was}>`, `<${becomes}>`));
  });

  test("not in an HTML text or its notes", () => {
    const html = (url: string) =>
      `body: |\n  <p title="${was}">\n  <a\n  href='${url}'>A</a>\n  <!-- <a href="${was}"> --><code>${was}</code></p>\n`;
    expect(fixed(html(was), "<p").text).toBe(html(becomes));
    expect(fixed(html(becomes), "<p").made).toEqual([]);
  });

  test("and everywhere that it does", () => {
    const { written, text } = twice(`Or [here](${was} "A title").`);
    expect(text).toBe(written.replace(`(${was}`, `(${becomes}`).replace(`[1]: ${was}`, `[1]: ${becomes}`));
  });
});

describe("a fix is not made", () => {
  test.each([
    ["where only a comment says it", `url: "https:\\/\\/letters.net/a" # ${was}\n`, "https:"],
    ["where only another text says it", `a: one\nb: ${was}\n`, "one"],
    ["where quotes write it in another way", `url: "https:\\/\\/letters.net\\/a?fbclid=1&b=2"\n`, "https"],
    ["where a longer address begins with it", `url: ${was}2\n`, "https"],
    ["at the place where an anchor is used", `a: &page ${was}\nb: *page\n`, "*page"],
  ])("%s", (_, text, mark) => {
    const { text: after, made, left } = fixed(text, mark);
    expect(after).toBe(text);
    expect([made.length, left.length]).toEqual([0, 1]);
  });

  test("where the file would say something else", () => {
    // Without its quotes it begins an alias, a comment or another value.
    expect(fixed("a: &quot;x&quot; y\n", "&quot;", { was: "&quot;", becomes: '"' }).made).toEqual([]);
    expect(fixed("a: b &#35; c\n", "&#35;", { was: "&#35;", becomes: "#" }).made).toEqual([]);
    expect(fixed("a: b&#58; c\n", "&#58;", { was: "&#58;", becomes: ":" }).made).toEqual([]);
    expect(fixed('a: "b &quot;c"\n', "&quot;", { was: "&quot;", becomes: '"' }).made).toEqual([]);
  });

  test("to another file", () => {
    const at = { file: "templates/a.mjml", line: 1, column: 1 };
    const found = withFix(problem(at, "check/link-tracking", "it is long."), was, becomes);
    expect(fixText({ file, text: `url: ${was}\n` }, [found]).text).toBe(`url: ${was}\n`);
  });
});
