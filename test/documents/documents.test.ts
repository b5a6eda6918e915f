import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { commands } from "../../src/cli/commands/all.ts";
import { readPages } from "../../src/cli/docs/read-pages.ts";
import { anchorsOf } from "../../src/cli/docs/sections.ts";
import { builtInKinds } from "../../src/issue/blocks/all.ts";
import { house } from "../architecture/house.ts";
import { readSources, readText } from "../architecture/read-repository.ts";
import { root } from "../support/program.ts";
import { declaredCommands, nameOf } from "../support/reference/declared-commands.ts";
import { markdownFiles } from "./markdown-files.ts";

/** The cells of every row of every table in a Markdown file, without the lines above and below the heads. */
function rowsOf(path: string): readonly (readonly string[])[] {
  return readText(path)
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.endsWith("|"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

/** What stands in backquotes in the first cell of every row. */
function firstWords(path: string): readonly string[] {
  return rowsOf(path).flatMap(([first = ""]) =>
    [...first.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word),
  );
}

describe("the documents", () => {
  test("docs/architecture.md shows the rooms, floors and imports of house.ts", () => {
    const told = rowsOf("docs/architecture.md").flatMap(([floor = "", room = "", , imports = ""]) =>
      /^\d$/.test(floor) ? [{ room: room.replaceAll("`", ""), floor: Number(floor), imports }] : [],
    );
    const short: Readonly<Record<string, string>> = {
      preview: "all below but source, subscriptions, delivery",
      cli: "all",
    };
    expect(told).toEqual(
      Object.entries(house.rooms).map(([room, { floor, mayImport }]) => ({
        room,
        floor,
        imports: short[room] ?? mayImport.join(" "),
      })),
    );
  });

  test("the README has a row for every command, and none that does not exist", async () => {
    const told = rowsOf("README.md").flatMap(
      ([first = ""]) => /^`([\w-]+(?: [a-z][\w-]*)*)/.exec(first)?.[1] ?? [],
    );
    expect(told.toSorted()).toEqual((await declaredCommands()).map(nameOf).toSorted());
  });

  test("what is printed and documented names commands as people have to type them: npx letterpress …", () => {
    const texts = [
      ...readSources("src").map(({ path }) => ({
        path,
        text: withoutComments(readText(path)),
      })),
      ...["README.md", ...markdownFiles().filter((path) => path.startsWith("docs/"))].map((path) => ({
        path,
        text: readText(path).replace("before `letterpress serve` exists", ""),
      })),
    ];
    const bare = new RegExp(`(?<!npx )\\bletterpress (?:${commandNames().join("|")})\\b.*`, "g");
    expect(
      texts.flatMap(({ path, text }) => (text.match(bare) ?? []).map((found) => `${path}: ${found}`)),
    ).toEqual([]);
  });

  test("the README and CONTRIBUTING.md name scripts that package.json has", () => {
    const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
    const named = ["README.md", "CONTRIBUTING.md"].flatMap((path) =>
      [...readText(path).matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test("docs/issue-format.md and docs/templates.md tell of every kind of block", () => {
    for (const path of ["docs/issue-format.md", "docs/templates.md"])
      expect(firstWords(path)).toEqual(expect.arrayContaining(builtInKinds.map(({ name }) => name)));
  });

  test("docs/README.md names every document beside it, and the pictures of the README are there", () => {
    const index = readText("docs/README.md");
    const beside = markdownFiles().filter((path) => /^docs\/(?:reference\/)?[\w-]+\.md$/.test(path));
    const unnamed = beside.filter(
      (path) => path !== "docs/README.md" && !index.includes(`](${path.slice("docs/".length)}`),
    );
    expect(unnamed).toEqual([]);
    const pictures = [...readText("README.md").matchAll(/<img src="([^"]+)"[^>]* alt="[^"]{20,}"/g)];
    expect(pictures).toHaveLength(2);
    expect(pictures.filter(([, path = ""]) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("what is printed names pages of the documentation by the command that shows them, and only pages that there are", async () => {
    const pages = (await readPages()).flatMap((group) => group.pages);
    const texts = readSources("src").map(({ path }) => ({ path, text: withoutComments(readText(path)) }));
    expect(
      texts.flatMap(({ path, text }) =>
        (text.match(/docs\/[\w/-]+\.md/g) ?? []).map((found) => `${path}: ${found}`),
      ),
    ).toEqual([]);
    const named = texts.flatMap(({ text }) =>
      [...text.matchAll(/npx letterpress docs ([a-z-]+)(?:#([a-z-]+))?/g)].map(([, name = "", anchor]) => ({
        name,
        anchor,
      })),
    );
    expect(named.length).toBeGreaterThan(15);
    const dead = named.filter(({ name, anchor }) => {
      const page = pages.find((one) => one.name === name);
      return (
        page === undefined ||
        (anchor !== undefined && !anchorsOf(readText(relative(root, page.file))).includes(anchor))
      );
    });
    expect(dead).toEqual([]);
  });

  test("link only to files and headings that there are", () => {
    const documents = markdownFiles();
    expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/decisions/README.md"]));
    expect(documents.flatMap(deadLinksIn)).toEqual([]);
  });
});

function deadLinksIn(path: string): readonly string[] {
  const links = [...withoutCode(readText(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target = ""]) => target,
  );
  return links
    .filter((target) => !/^[a-z]+:/i.test(target))
    .filter((target) => {
      const [file = "", heading] = target.split("#");
      const found = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(root, found))) return true;
      return heading !== undefined && !anchorsOf(readText(found)).includes(heading);
    })
    .map((target) => `${path} links to ${target}, which is not there.`);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
}

function commandNames(): readonly string[] {
  return commands.map(({ name }) => name);
}
