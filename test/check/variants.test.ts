import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { type CheckedIssue, checkIssue } from "../../src/check/check-issue.ts";
import { declaredIn } from "../../src/config/known-names.ts";
import { fillSegments } from "../../src/model/edition.ts";
import { type TempProject, tempProject } from "../support/temp-project.ts";

/** Whole issues, from YAML to an edition for each variant. */

async function check(project: TempProject): Promise<CheckedIssue> {
  const { root, config } = project;
  const [list] = config.lists;
  if (list === undefined) throw new Error("the sample newsletter has no list");
  return checkIssue({ root, ...declaredIn(config), sender: list.sender }, "issues/a.yaml");
}

const head = "preheader: What happened in the shop, told in five minutes\ndate: 2026-09-01\nstatus: ready\n";

async function checked(text: string): Promise<CheckedIssue> {
  await using project = await tempProject({ a: text });
  return await check(project);
}

function said({ problems }: CheckedIssue): readonly string[] {
  return problems.map(formatProblem);
}

function textOf({ editions }: CheckedIssue, variant: string): string {
  const edition = editions.find((one) => one.variant === variant);
  return fillSegments(edition?.text ?? [], () => "…");
}

describe("an issue that is not the same for everybody", () => {
  const text = `subject: {en: [A quiet week, Little news], de: [Eine ruhige Woche, Wenig Neues]}
${head.replace("preheader: ", "preheader:\n  de: Was in der Werkstatt geschah, in fünf Minuten\n  en: ")}blocks:
  - letter: For everybody.
  - letter: {lang: de, body: Auf Deutsch.}
  - sponsor: {only: not tag member, name: Acme, url: "https://example.org/acme", body: Anvils.}
`;

  test("has an edition for each variant, in its language, with its blocks and no others", async () => {
    const all = await checked(text);
    expect(said(all)).toEqual([]);
    expect(all.editions.map(({ variant }) => variant)).toEqual([
      ...["de.a.0", "de.b.0"],
      ...["en.a.0", "en.b.0", "de.a.1", "de.b.1"],
      ...["en.a.1", "en.b.1"],
    ]);
    expect(new Set(all.editions.map(({ digest }) => digest)).size).toBe(8);
    expect(textOf(all, "en.a.0")).toContain("Anvils.");
    expect(textOf(all, "en.a.1")).not.toContain("Auf Deutsch.");
    expect(textOf(all, "en.a.1")).not.toContain("Acme");
    expect(textOf(all, "de.b.0")).toContain("Auf Deutsch.");
    expect(textOf(all, "de.b.0")).toContain("1. September 2026");
    expect(textOf(all, "de.b.0")).toContain("Abbestellen");
    const german = all.editions.find(({ variant }) => variant === "de.b.1");
    expect(german).toMatchObject({ language: "de", subject: ["Wenig Neues"] });
    expect(fillSegments(german?.html ?? [], () => "")).toContain('<html lang="de" dir="ltr"');
    expect(fillSegments(german?.html ?? [], () => "")).toContain("Was in der Werkstatt geschah");
  });

  test("is rendered to the same bytes again", async () => {
    const [one, other] = [await checked(text), await checked(text)];
    expect(other.editions.map(({ digest }) => digest)).toEqual(one.editions.map(({ digest }) => digest));
  });

  test("is told at the block where a language has no words, once", async () => {
    const dutch = `subject: Hello\n${head}blocks:\n  - letter: For everybody.\n  - letter: {lang: nl, body: Hallo.}\n  - letter: {lang: nl, only: tag member, body: Hallo.}\n`;
    expect(said(await checked(dutch)).filter((one) => one.includes("no words"))).toEqual([
      expect.stringMatching(/^issues\/a\.yaml:7:5 the template weekly has no words in "nl"\./),
    ]);
  });

  test("warns of readers who get blocks in one language and the subject in another", async () => {
    const mixed = `subject: Hello\n${head}blocks:\n  - letter: For everybody.\n  - letter: {lang: de, body: Hallo.}\n`;
    expect(said(await checked(mixed))).toEqual([
      "issues/a.yaml:1:10 the readers of de get the subject in en. Write one for each language: subject: {en: …, de: …}. [check/one-language]",
      "issues/a.yaml:2:12 the readers of de get the preheader in en. Write one for each language: preheader: {en: …, de: …}. [check/one-language]",
    ]);
  });

  test("warns of readers whom it leaves without a block, and makes no edition for them", async () => {
    const empty = `subject: A quiet week\n${head}blocks:\n  - letter: {only: tag member, body: For members.}\n`;
    const all = await checked(empty);
    expect(said(all)).toEqual([
      'issues/a.yaml:1:1 some readers would get no block at all: not tag "member". Write a block for them, or send it to the others with --only. [check/empty-variant]',
    ]);
    expect(all.editions.map(({ variant }) => variant)).toEqual(["1"]);
  });

  test("may not have a block that nobody can get", async () => {
    const idle = `subject: A quiet week\n${head}blocks:\n  - letter: For everybody.\n  - letter: {only: tag member and not tag member, body: For nobody.}\n`;
    expect(said(await checked(idle))).toEqual([
      'issues/a.yaml:7:5 nobody can get this letter: no reader is all that its "only" and "lang" ask for. Correct them, or delete the block. [check/block-for-nobody]',
    ]);
  });

  test("may not be divided into more than can be looked at", async () => {
    const cities = Array.from(
      { length: 70 },
      (_, n) => `  - letter: {only: city = "City ${n}", body: Hello.}\n`,
    );
    const many = `subject: A quiet week\n${head}blocks:\n  - letter: For everybody.\n${cities.join("")}`;
    expect(said(await checked(many))).toEqual([
      'issues/a.yaml:1:1 the subjects, the languages and the "only" of the blocks make more than 64 different mails. Use fewer conditions, or the same ones on several blocks. [check/too-many-variants]',
    ]);
  });
});

describe("an issue", () => {
  test("may come from somebody else, and says so to readers", async () => {
    const { sender, editions } = await checked(
      `subject: A quiet week\nfrom: {name: Ada, email: ada@example.org}\nreplyTo: desk@example.org\n${head}blocks:\n  - letter: Hello.\n`,
    );
    expect(sender).toMatchObject({
      from: { name: "Ada", email: "ada@example.org" },
      replyTo: "desk@example.org",
    });
    expect(editions).toHaveLength(1);
  });

  test("has all its problems told in one run: of the head, of blocks, of pictures and of the template", async () => {
    await using project = await tempProject({
      a: `subject: Hello {{nobody}}\n${head}numbr: 7\nblocks:\n  - lettre: x\n  - feature:\n      title: T\n      image: {src: gone.png, alt: ""}\n      body: "[a](/b)"\n  - signoff: Bye\n`,
    });
    await project.write(
      "templates/weekly/blocks/signoff.mjml",
      "<mj-section><mj-column>{{bdy}}</mj-column></mj-section>",
    );
    const { problems, editions } = await check(project);
    expect(editions).toEqual([]);
    expect(problems.map(({ at, code }) => `${at.file}:${at.line} ${code}`)).toEqual([
      "issues/a.yaml:1 issue/unknown-field",
      "issues/a.yaml:5 issue/unknown-key",
      "issues/a.yaml:7 issue/unknown-block",
      "issues/a.yaml:10 issue/image-missing",
      "issues/a.yaml:11 issue/link-relative",
      "templates/weekly/blocks/signoff.mjml:1 render/template-name",
    ]);
  });

  test("without what it needs is still looked at: its template, its pictures, its blocks", async () => {
    const { problems } = await checked(
      "template: leter\nblocks:\n  - image: {src: gone.png, alt: A thing}\n",
    );
    expect(problems.map(({ at, code }) => `${at.line} ${code}`)).toEqual([
      ...["1 issue/missing", "1 issue/missing", "1 issue/missing", "1 check/unknown-template"],
      "3 issue/image-missing",
    ]);
  });
});
