import { describe, expect, test } from "@jest/globals";
import { Command } from "commander";
import { commands } from "../src/cli/commands/all.ts";
import { blockKinds } from "../src/model/issue.ts";
import { house } from "./architecture/house.ts";
import { readText } from "./architecture/read-repository.ts";

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

  test("the README has a row for every command, and none that does not exist", () => {
    const told = rowsOf("README.md").flatMap(([first = ""]) => /^`(\w+)/.exec(first)?.[1] ?? []);
    expect(new Set(told)).toEqual(new Set(commandNames()));
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
      expect(firstWords(path)).toEqual(expect.arrayContaining([...blockKinds]));
  });
});

function commandNames(): readonly string[] {
  const program = new Command();
  // Declaring a command prints nothing, so there need be no terminal.
  for (const command of commands) command.add(program, undefined as never, () => undefined);
  return program.commands.map((command) => command.name());
}
