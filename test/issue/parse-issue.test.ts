import { describe, expect, test } from "@jest/globals";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { fullestVariant, selectionOf } from "../../src/model/selection.ts";
import { head, readText, testFields } from "../support/issue-text.ts";
import { full } from "./full-issue.ts";

describe("the head of an issue", () => {
  test("has defaults for what most issues share", () => {
    expect(readText(full({})).issue).toMatchObject({
      id: "a",
      status: "draft",
      template: "weekly",
      language: "en",
      date: "2026-09-01",
      at: { file: "issues/a.yaml", line: 1, column: 1 },
    });
    expect(readText(full({})).issue).not.toHaveProperty("number");
  });

  test("may say everything", () => {
    const text = full({ number: "42", status: "ready", template: "plain-2", language: "ar", dir: "rtl" });
    expect(readText(text).issue).toMatchObject({
      number: 42,
      status: "ready",
      template: "plain-2",
      language: "ar",
      direction: "rtl",
    });
  });

  test.each([
    ["issues/2026-09-01-hello.yaml", "2026-09-01-hello"],
    ["issues\\2026-09-01-hello.yml", "2026-09-01-hello"],
    ["hello.yaml", "hello"],
    ["issues/hello.yaml.yaml", "hello.yaml"],
  ])("names the issue after its file: %s", (file, id) => {
    expect(parseIssue({ file, text: full({}) }, { fields: {} }).issue?.id).toBe(id);
  });

  test.each([
    ["ar", undefined, "rtl"],
    ["he", undefined, "rtl"],
    ["ja", undefined, "ltr"],
    ["ar", "ltr", "ltr"],
    ["en", "rtl", "rtl"],
  ])("in %s with dir %s is written %s", (language, dir, direction) => {
    const { issue } = readText(full({ language, dir }));
    if (issue === undefined) throw new Error("the issue cannot be read");
    expect(issue.languageAt).toEqual({ file: "issues/a.yaml", line: 4, column: 11 });
    expect(selectionOf(issue, fullestVariant(issue)).direction).toBe(direction);
  });

  test.each(["en", "pt-BR", "zh-Hant-TW", "ar", '"no"', "de-CH-1996"])(
    "may be in the language %s",
    (language) => {
      expect(readText(full({ language })).sentences).toEqual([]);
    },
  );

  test.each([
    ["language", "en_US", 'Write it like "en" or "pt-BR".'],
    ["language", "english language", 'Write it like "en" or "pt-BR".'],
    ["language", '""', 'Write it like "en" or "pt-BR".'],
    ["language", "no", "Put quotes round the value."],
    ["language", "deutsch", "Write de."],
    ["language", "German", "Write de."],
    ["language", "english", "Write en."],
    ["language", "日本語", "Write ja."],
    ["language", "klingonese", 'Write it like "en" or "pt-BR".'],
    ["date", "2026-02-30", "Correct the month or the day."],
    ["date", "1.9.2026", "Write it as YYYY-MM-DD."],
    ["date", "20260901", "Put quotes round it."],
    ["date", "2026-09-01T08:00", "Write it as YYYY-MM-DD."],
    ["status", "redy", 'Did you mean "ready"?'],
    ["status", "sent", "Use draft or ready."],
    ["template", "Weekly", 'Did you mean "weekly"?'],
    ["template", "../evil", "Name a folder below templates/."],
    ["template", "weekly/../../evil", "Name a folder below templates/."],
    ["template", "/etc", "Name a folder below templates/."],
    ["template", ".", "Name a folder below templates/."],
    ["template", "C:\\weekly", "Name a folder below templates/."],
    ["dir", "right", "Use ltr or rtl."],
    ["number", "0", "Write more than 0."],
    ["number", "1.5", "Write a whole number."],
    ["number", "forty-two", "Write a number."],
    ["subject", "7", "Put quotes round it."],
    ["subject", '" "', "Write it."],
    ["subject", "", "Write it; a text that starts with # needs quotes round it."],
    ["subject", "{{firstName|there}}", "Put quotes round the value."],
  ])("is told what is wrong with %s: %s", (key, value, remedy) => {
    const { problems } = readText(full({ [key]: value }));
    expect(problems.map((one) => one.remedy)).toEqual([remedy]);
    expect(problems[0]?.at.line).toBe(["subject", "preheader", "date"].indexOf(key) + 1 || 4);
  });

  test.each([
    [full({}).replace("  - letter", "  letter"), '5:3 "blocks" has no dashes. Put "- " before each block.'],
    [
      full({}).replace("  - letter", "  -\u00a0letter"),
      '5:3 "blocks" has a hyphen and another space before a block, which YAML does not read as a dash. Type "- ", a hyphen and a space.',
    ],
    [
      full({}).replace("  - letter", "  — letter"),
      '5:3 "blocks" has "—" before a block, which YAML does not read as a dash. Type "- ", a hyphen and a space.',
    ],
    [
      full({}).replace("  - letter", "  * letter"),
      '5:3 YAML reads what begins with * as a reference. For an item of a list write "- "; put quotes round a text.',
    ],
    [full({ from: "me@example.org" }), '4:7 "from" is a text. Write from: {email: me@example.org}.'],
    [full({ from: "The desk" }), '4:7 "from" is a text. Write from: {name: "The desk"}.'],
    ["Dear reader,\nthis is it.\n", '1:1 the file has no keys, as an issue has. Begin with "subject: …"'],
  ])("is told in an editor's words what its form lacks: %j", (text, sentence) => {
    expect(readText(text).sentences).toEqual([expect.stringContaining(`issues/a.yaml:${sentence}`)]);
  });

  test.each([
    [full({ subject: "Hello  there", preheader: "hello there" }), ["warning 2:12 issue/same-preheader"]],
    [full({ subject: "[A, B]", preheader: "b" }), ["warning 2:12 issue/same-preheader"]],
    [full({ subject: "{en: A, de: B}", preheader: "{en: C, de: B}" }), ["warning 2:24 issue/same-preheader"]],
    [full({ subject: "Hi {{firstName|you}}", preheader: "Hi {{firstName|there}}" }), []],
  ])("has a preheader that goes on, and not one that repeats: %j", (text, told) => {
    const { problems } = readText(text);
    expect(problems.map(({ severity, at, code }) => `${severity} ${at.line}:${at.column} ${code}`)).toEqual(
      told,
    );
  });

  test("has its blocks looked at under a mistyped key too", () => {
    const text = full({}).replace("blocks:", "Blocks:").replace("- letter", "- leter");
    expect(readText(text).codes).toEqual(["4:1 issue/unknown-key", "5:5 issue/unknown-block"]);
  });

  test("has a template whose name is shown as it was written", () => {
    expect(readText(full({ template: "My Weekly" })).sentences).toEqual([
      'issues/a.yaml:4:11 "template" cannot be "My Weekly", which names no template. Did you mean "my-weekly"? [issue/wrong-form]',
    ]);
  });

  test("tells a block's language by its name, and a subject's too", () => {
    const text = "subject: {en: S, German: T}\npreheader: P\ndate: 2026-09-01\nblocks:\n";
    const { problems } = readText(`${text}  - letter: {lang: Français, body: Hi}\n  - letter: Hi\n`);
    expect(problems.map(({ at, remedy }) => `${at.line} ${remedy}`)).toEqual(["1 Write de.", "5 Write fr."]);
  });

  test.each([
    ["issues/2026-12-04-hello.yaml", ["warning 3:7 issue/other-day"]],
    ["issues/2026-09-01-hello.yaml", []],
    ["issues/2026-09-01.yml", []],
    ["issues/2026-99-01-hello.yaml", []],
    ["issues/hello.yaml", []],
  ])("may have another day than its file's name says, with a warning: %s", (file, told) => {
    const { problems } = parseIssue({ file, text: full({}) }, { fields: testFields });
    expect(problems.map(({ severity, at, code }) => `${severity} ${at.line}:${at.column} ${code}`)).toEqual(
      told,
    );
  });

  test.each([
    ["subject", "Add a text."],
    ["preheader", "Add a text."],
    ["date", "Add the day, as YYYY-MM-DD."],
  ])("cannot do without %s", (key, remedy) => {
    const { sentences } = readText(full({ [key]: undefined }));
    expect(sentences).toEqual([`issues/a.yaml:1:1 the issue has no "${key}". ${remedy} [issue/missing]`]);
  });

  test.each([
    ["no blocks", "subject: S\npreheader: P\ndate: 2026-09-01\n", "1:1 issue/missing"],
    [
      "an empty list of blocks",
      "subject: S\npreheader: P\ndate: 2026-09-01\nblocks: []\n",
      "4:9 issue/too-small",
    ],
    [
      "blocks that are a map",
      "subject: S\npreheader: P\ndate: 2026-09-01\nblocks: {letter: a}\n",
      "4:9 issue/wrong-type",
    ],
    ["a list for a file", "- subject: S\n", "1:1 issue/wrong-type"],
    ["a text for a file", "Hello\n", "1:1 issue/wrong-type"],
    ["nothing in the file", "# later\n", "1:1 yaml/empty"],
    ["a key nobody knows", `sbject: x\n${full({})}`, "1:1 issue/unknown-key"],
    ["a key every object has", `constructor: x\n${full({})}`, "1:1 issue/unknown-key"],
  ])("is no issue with %s", (_, text, code) => {
    const { codes, issue } = readText(text);
    expect(codes).toEqual([code]);
    expect(issue).toBeUndefined();
  });
});

describe("all findings of a file come at once", () => {
  test("in reading order, from the head and from every block", () => {
    const text = [
      "subject: Hi {{nobody}}",
      "preheader: P {{firstName}}",
      "date: someday",
      "status: redy",
      "blocks:",
      "  - lettre: x",
      "  - feature: {titel: x, body: '# y'}",
      "  - letter: |",
      "      Hello {{nobody}},",
      "      <b>you</b>",
      "  - poll: {id: p, question: Q}",
      "extra: 1",
    ].join("\n");
    expect(readText(text).codes).toEqual([
      "1:13 issue/unknown-field",
      "2:14 issue/no-fallback",
      "3:7 issue/invalid",
      "4:9 issue/unknown-value",
      "6:5 issue/unknown-block",
      "7:15 issue/unknown-key",
      "7:32 issue/heading-level",
      "9:13 issue/unknown-field",
      "10:7 issue/html-in-prose",
      "10:13 issue/html-in-prose",
      "11:5 issue/missing",
      "12:1 issue/unknown-key",
    ]);
  });

  test("and a warning alone does not keep the issue back", () => {
    const { issue, problems } = readText(`${head}  - letter: See [a][b]\n`);
    expect(problems.map((one) => one.severity)).toEqual(["warning"]);
    expect(issue?.blocks).toHaveLength(1);
  });

  test("and reading the same file twice gives the same issue", () => {
    const source = { file: "a.yaml", text: full({ subject: "Hi {{city}}" }) };
    expect(parseIssue(source, { fields: testFields })).toEqual(parseIssue(source, { fields: testFields }));
  });
});
