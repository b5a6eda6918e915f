import { cpSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import { readTemplate } from "../../src/render/template/read-template.ts";

describe("a wrong theme", () => {
  test.each([
    [
      'paper: "#fffdf8"',
      'paper: "red; } body { display: none"',
      /theme\.yaml:\d+:\d+ colours\.light\.paper is not/,
    ],
    ["    accent: ", "    axcent: ", /theme\.yaml:10:5 colours\.light has no "accent", but "axcent"/],
    ["fonts:", "fonds:", /theme\.yaml:\d+:\d+ the theme has no map "fonts"/],
    ["colours:", "colours: {", /theme\.yaml:\d+:\d+ /],
    ["fonts:", "words: {}\nfonts:", /theme\.yaml:\d+:1 the words of a template do not stand in its theme\./],
  ])("is told at its place: %s", async (right, wrong, message) => {
    const found = await findingsWithTheme((theme) => theme.replace(right, wrong));
    expect(found[0]).toMatch(message);
    expect(found[0]).toMatch(/^templates\/weekly\//);
  });

  test("with several faults tells them all", async () => {
    const found = await findingsWithTheme((theme) =>
      theme.replace("    accent: ", "    axcent: ").replace("sizes:", "sises:"),
    );
    expect(found).toEqual([
      'templates/weekly/theme.yaml:10:5 colours.light has no "accent", but "axcent". Did you mean "accent"? [render/theme]',
      'templates/weekly/theme.yaml:27:1 the theme has no map "sizes", but "sises". Did you mean "sizes"? [render/theme]',
    ]);
  });
});

describe("colours that cannot be read well on each other", () => {
  const dim = 'accent: "#a3291c"';
  test.each([
    ["light", dim, 'accent: "#c9705f"', '10:13 "accent" on "page" has a contrast of 2.8:1 in light mode'],
    [
      "dark",
      'muted: "#b8ac9b"',
      'muted: "#777"',
      '18:12 "muted" on "tint" has a contrast of 3.4:1 in dark mode',
    ],
  ])("are a warning at their line, in %s", async (_, right, wrong, told) => {
    const found = await findingsWithTheme((theme) => theme.replace(right, wrong), true);
    expect(found).toEqual([expect.stringContaining(`theme.yaml:${told}, and texts need 4.5:1. Make`)]);
  });

  test("are not told of others, nor of colours that are no numbers", async () => {
    expect(await findingsWithTheme((theme) => theme.replace(dim, "accent: darkred"), true)).toEqual([]);
    for (const name of ["letter", "digest"])
      expect((await readTemplate(`templates/${name}`)).problems).toEqual([]);
  });
});

async function findingsWithTheme(
  change: (theme: string) => string,
  sound = false,
): Promise<readonly string[]> {
  const root = await mkdtemp(join(tmpdir(), "templates-"));
  try {
    cpSync("templates", join(root, "templates"), { recursive: true });
    const file = join(root, "templates/weekly/theme.yaml");
    await writeFile(file, change(await readFile(file, "utf8")));
    const { template, problems } = await readTemplate("templates/weekly", root);
    expect(template !== undefined).toBe(sound);
    return problems.map(formatProblem);
  } finally {
    await rm(root, { recursive: true });
  }
}
