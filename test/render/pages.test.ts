import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compilePages, type Pages } from "../../src/render/pages/compile-pages.ts";
import { readPages } from "../../src/render/pages/read-pages.ts";
import { root } from "../support/program.ts";
import { tempFolder } from "../support/temp-store.ts";

const shipped = { root, folder: "templates/pages" };

/** The pages that ship, with these files of a newsletter over them. */
async function pagesWith(files: Readonly<Record<string, string>>) {
  await using folder = await tempFolder();
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder.path, "templates/pages", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const read = await readPages([shipped, { root: folder.path, folder: "templates/pages" }]);
  const compiled = read.pages === undefined ? undefined : compilePages(read.pages);
  return { pages: compiled?.pages, problems: [...read.problems, ...(compiled?.problems ?? [])] };
}

function filled(
  pages: Pages | undefined,
  values: Readonly<Record<string, unknown>>,
  language = "en",
): string {
  return (
    pages?.fill("unsubscribe", language, { newsletter: "The Weekly", site: "", token: "a", ...values }) ?? ""
  );
}

describe("pages", () => {
  test("that ship have no fault, and every language has every word", async () => {
    const { pages, problems } = await pagesWith({});
    expect(problems).toEqual([]);
    expect(pages?.languages).toEqual(["ar", "de", "en", "es", "fr", "ja"]);
  });

  test("show a value as text, whatever it is, in the page and in its title", async () => {
    const { pages } = await pagesWith({});
    const page = filled(pages, { list: `</title><script>"&{{x}}` });
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;/title&gt;&lt;script&gt;");
    expect(filled(pages, { list: "{list} $&" })).toContain("\u2068{list} $&amp;\u2069");
  });

  test("of a newsletter take the place of those that ship, file by file and word by word", async () => {
    const { pages, problems } = await pagesWith({
      "unsubscribe.hbs": "<p>Mine: {{words.unsubscribeButton}}</p>",
      "style.css": "body { color: red }",
      "words/en.yaml": 'unsubscribeButton: "Let me go"\n',
    });
    expect(problems).toEqual([]);
    expect(filled(pages, { list: "Weekly" })).toContain("<p>Mine: Let me go</p>");
    expect(filled(pages, { list: "Weekly" }, "de")).toContain("<p>Mine: Abbestellen</p>");
    expect(pages?.style).toBe("body { color: red }");
  });

  test("in a new language need every word", async () => {
    const { problems } = await pagesWith({ "words/it.yaml": 'unsubscribeButton: "Annulla"\n' });
    expect(problems.length).toBeGreaterThan(5);
    expect(problems[0]).toMatchObject({
      code: "render/word-missing",
      at: { file: "templates/pages/words/it.yaml", line: 1 },
    });
  });

  test.each([
    ["a block without an end", "{{#if list}}", "Handlebars cannot read this"],
    ["a bracket too many", "{{list}}}", "Handlebars cannot read this"],
  ])("are refused with their place: %s", async (_, text, message) => {
    const { problems } = await pagesWith({ "unsubscribe.hbs": `<p>${text}</p>` });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.at.file).toBe("templates/pages/unsubscribe.hbs");
    expect(problems[0]?.message).toContain(message);
  });

  test.each([
    "{{lost}}",
    "{{words.lost}}",
    "{{constructor}}",
    "{{list.constructor}}",
    '{{say "lost"}}',
    "{{lookup this 'x'}}",
  ])("do not show what does not exist: %s", async (text) => {
    const { pages, problems } = await pagesWith({ "unsubscribe.hbs": text });
    expect(problems).toEqual([]);
    expect(() => filled(pages, { list: "Weekly" })).toThrow();
  });

  test("never lead out of the newsletter's folder", async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, "templates"), { recursive: true });
    await symlink(join(root, "templates/pages"), join(folder.path, "templates/pages"));
    await expect(readPages([{ root: folder.path, folder: "templates/pages" }])).rejects.toThrow(
      "cannot be read",
    );
  });
});
