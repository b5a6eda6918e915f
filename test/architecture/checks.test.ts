import { describe, expect, test } from "@jest/globals";
import { checkCircles } from "./check-circles.ts";
import { checkDeclared, checkDoors } from "./check-doors.ts";
import { checkEdges } from "./check-edges.ts";
import { checkLength } from "./check-length.ts";
import { checkRooms } from "./check-rooms.ts";
import { checkWidth } from "./check-width.ts";
import { checkWords, readAvoided } from "./check-words.ts";
import { type House, house } from "./house.ts";
import { readSource } from "./read-source.ts";

/** Files by path with their text, as if they were the repository. */
function filesOf(texts: Readonly<Record<string, string>>) {
  return Object.entries(texts).map(([path, text]) => readSource(path, text));
}

const small: House = {
  rooms: { base: { floor: 0, mayImport: [] }, store: { floor: 1, mayImport: ["base"] } },
  doors: { kysely: ["store/"], "node:path": "anywhere" },
  tools: ["jest"],
  edges: house.edges,
  loaders: [],
  longestFile: 3,
  widestComment: 20,
};

describe("rooms", () => {
  test("an import from a higher floor is told with its line and what is allowed", () => {
    const files = filesOf({
      "src/base/a.ts": '\nimport type { B } from "../store/b.ts";',
      "src/store/b.ts": 'import { c } from "../base/c.ts";',
      "src/base/c.ts": "",
    });
    expect(checkRooms(files, small)).toEqual([
      "src/base/a.ts:2 imports store/b.ts, but base may import no other room; take the value as an argument, or move the code to a higher floor.",
    ]);
  });

  test("an import of a file that does not exist is told, and data of the own folder are none of its business", () => {
    const json = 'import data from "./data.json" with { type: "json" };';
    const files = filesOf({ "src/base/a.ts": 'export * from "./b.js";', "src/store/c.ts": json });
    expect(checkRooms(files, small)).toEqual([
      "src/base/a.ts:1 imports src/base/b.js, which does not exist; correct the path, with the ending .ts.",
    ]);
  });

  test("an unknown room, a file without a room and a room without files are told", () => {
    const files = filesOf({ "src/base/a.ts": "", "src/lost/b.ts": "", "src/c.ts": "", "src/index.ts": "" });
    expect(checkRooms(files, small)).toEqual([
      "test/architecture/house.ts names the room store, and src/store/ has no file; delete its line.",
      'src/lost/b.ts:1 lies in the unknown room "lost"; move it, or give lost a line in test/architecture/house.ts and say why in docs/decisions/.',
      "src/c.ts:1 lies in no room; move it into the folder of the room it belongs to.",
    ]);
  });

  test("nothing inside imports the door for other programs", () => {
    const files = filesOf({
      "src/index.ts": 'export * from "./store/b.ts";',
      "src/store/b.ts": 'import "../index.ts";',
      "src/base/a.ts": "",
    });
    expect(checkRooms(files, small)).toEqual([
      "src/store/b.ts:1 imports index.ts, which is the door for other programs; import the room's own file.",
    ]);
  });

  test("a table that points upwards is told", () => {
    const upside = { ...small, rooms: { ...small.rooms, base: { floor: 0, mayImport: ["store"] } } };
    const files = filesOf({ "src/base/a.ts": "", "src/store/b.ts": "" });
    expect(checkRooms(files, upside)).toEqual([
      "test/architecture/house.ts lets base (floor 0) import store, which is not on a lower floor; take it off the line, or move the rooms.",
    ]);
  });

  test("an import by a computed name is told, unless the file is there to load what a newsletter names", () => {
    const files = filesOf({ "src/base/a.ts": "await import(x);", "src/store/b.ts": "" });
    expect(checkRooms(files, small)).toEqual([
      "src/base/a.ts:1 imports a name that is put together at run time; import a fixed file or package.",
    ]);
    expect(checkRooms(files, { ...small, loaders: ["base/a.ts"] })).toEqual([]);
  });
});

describe("circles", () => {
  test("a circle of types is told once, with its way", () => {
    const files = filesOf({
      "src/base/a.ts": 'import type { B } from "./b.ts";',
      "src/base/b.ts": 'import type { C } from "./c.ts";',
      "src/base/c.ts": 'import type { A } from "./a.ts";',
      "src/base/d.ts": 'import type { A } from "./a.ts";',
    });
    expect(checkCircles(files)).toEqual([
      "src/base/a.ts:1 is part of a circle, base/a.ts → base/b.ts → base/c.ts → base/a.ts; move what they share into a file of its own, below all of them.",
    ]);
  });

  test("two ways to one file are no circle", () => {
    const files = filesOf({
      "src/base/a.ts": 'import "./b.ts";\nimport "./c.ts";',
      "src/base/b.ts": 'import "./d.ts";',
      "src/base/c.ts": 'import "./d.ts";',
      "src/base/d.ts": "",
    });
    expect(checkCircles(files)).toEqual([]);
  });
});

describe("doors", () => {
  const used = { "src/store/a.ts": 'import "kysely/migration";\nimport "node:path/posix";' };
  const manifest = { dependencies: { kysely: "^0.29.9" } };

  test("a part of a package comes in by the door of the package", () => {
    expect(checkDoors(filesOf(used), small, manifest)).toEqual([]);
  });

  test("an import beside the door, and one without a door, are told", () => {
    const files = filesOf({ ...used, "src/base/b.ts": 'import "kysely";\nimport "left-pad";' });
    expect(checkDoors(files, small, manifest)).toEqual([
      "src/base/b.ts:1 imports kysely, whose door is store/; call a function there instead.",
      "src/base/b.ts:2 imports left-pad, which has no door; use what is there already, or give it one in test/architecture/house.ts.",
    ]);
  });

  test("a door nobody uses and a dependency without a door are told", () => {
    const files = filesOf({ "src/store/a.ts": 'import "node:path";' });
    const more = { dependencies: { ...manifest.dependencies, mjml: "^5.4.1" } };
    expect(checkDoors(files, small, more)).toEqual([
      "test/architecture/house.ts makes store/ a door of kysely, and nothing there imports it; delete the door.",
      "package.json depends on mjml, which nothing in src imports; remove it with npm uninstall.",
    ]);
  });

  test("a package that is not declared is told, in src and in tests", () => {
    const told = "imports kysely, which package.json does not declare; add it with npm install kysely.";
    expect(checkDoors(filesOf(used), small, {})).toEqual([`src/store/a.ts:1 ${told}`]);
    expect(checkDeclared(filesOf({ "test/a.test.ts": 'import "kysely";' }), {}, [])).toEqual([
      `test/a.test.ts:1 ${told}`,
    ]);
  });

  test("types alone may come from a package of types", () => {
    const files = filesOf({ "test/a.test.ts": 'import type { Root } from "mdast";' });
    expect(checkDeclared(files, { devDependencies: { "@types/mdast": "^4.0.4" } }, [])).toEqual([]);
  });

  test("a development dependency that is neither imported nor a tool is told", () => {
    const more = { devDependencies: { jest: "^30.5.2", "@types/mjml": "^5.0.0" } };
    expect(checkDeclared([], more, small.tools)).toEqual([
      "package.json has the development dependency @types/mjml, which nothing imports; remove it with npm uninstall, or name it as a tool in test/architecture/house.ts.",
    ]);
  });
});

describe("edges", () => {
  test("the process, the console and the time are told outside their files", () => {
    const files = filesOf({
      "src/base/a.ts":
        "const { env } = process;\nglobalThis.console.log(1);\nconst t = Date.now() + new Date();",
    });
    expect(checkEdges(files, small)).toEqual([
      "src/base/a.ts:1 uses process, which only cli/ may; take the value as an argument, and let a command in cli/ pass it in.",
      "src/base/a.ts:2 uses console, which only cli/ may; return a value or an event, and let a command in cli/ show it.",
      "src/base/a.ts:3 reads the time or makes a Date, which only base/clock.ts may; take a Clock or an Instant as an argument, or use a function of base/clock.ts.",
      "src/base/a.ts:3 reads the time or makes a Date, which only base/clock.ts may; take a Clock or an Instant as an argument, or use a function of base/clock.ts.",
    ]);
  });

  test("they are allowed in their files, and anywhere in comments, texts and names of others", () => {
    const files = filesOf({
      "src/cli/a.ts": "process.exit(1); console.log(1);",
      "src/base/clock.ts": "new Date(Date.now());",
      "src/base/b.ts": '// process.exit\nconst a = "console.log"; b.process(); const date: Date = c;',
    });
    expect(checkEdges(files, small)).toEqual([]);
  });
});

describe("length", () => {
  test("a file that is too long is told at the first line too many, also one of tests", () => {
    const files = filesOf({ "src/base/a.ts": "1\n2\n3\n4\n", "test/base/a.test.ts": "1\n2\n3\n4\n5\n" });
    expect(checkLength(files, small)).toEqual([
      "src/base/a.ts:4 has 4 lines, and 3 is the most; find its second idea and move that into a file of its own.",
      "test/base/a.test.ts:4 has 5 lines, and 3 is the most; find its second idea and move that into a file of its own.",
    ]);
  });

  test("a file may have as many lines as that", () => {
    expect(checkLength(filesOf({ "src/base/a.ts": "1\n2\n3\n" }), small)).toEqual([]);
  });
});

describe("width", () => {
  test("a comment that is too wide is told; code, texts, tables and long addresses are not its matter", () => {
    const files = filesOf({
      "src/base/a.ts": [
        "/** Wider than it may be. */",
        "// As wide as it may",
        "/*",
        " * | a row | of a table |",
        ` * See https://example.org/${"a".repeat(60)} for why.`,
        " */",
        "const a = `",
        "* a list in a text that is long`; // at the end of a line",
      ].join("\n"),
    });
    expect(checkWidth(files, small)).toEqual([
      "src/base/a.ts:1 is a comment 28 characters wide, and 20 is the most; wrap it.",
    ]);
  });
});

describe("words", () => {
  const glossary = [
    "| word | means | instead of |",
    "|---|---|---|",
    "| **issue** | one edition's content | `campaign`, post |",
    "",
    "Not used as names: `utils` `handle`",
    "`process`. More words.",
    "",
    "",
  ].join("\n");
  const avoided = readAvoided(glossary);

  test("the words to avoid are those in backquotes", () => {
    expect([...avoided]).toEqual([
      ["campaign", "issue"],
      ["utils", undefined],
      ["handle", undefined],
      ["process", undefined],
    ]);
  });

  test("they are told in names of files, folders and declarations", () => {
    const files = filesOf({
      "src/base/text-utils.ts": "",
      "src/campaign/a.ts": "",
      "src/base/b.ts": "\nexport function handleReply() {}\ninterface NewCampaign {}",
    });
    expect(checkWords(files, avoided)).toEqual([
      'src/base/text-utils.ts:1 has "utils" in its name; say what it holds or does.',
      'src/campaign/a.ts:1 has "campaign" in its name; GLOSSARY.md calls that an issue.',
      'src/base/b.ts:2 declares handleReply, which has "handle" in it; say what it holds or does.',
      'src/base/b.ts:3 declares NewCampaign, which has "campaign" in it; GLOSSARY.md calls that an issue.',
    ]);
  });

  test("a name that only uses another's, and a word inside a longer one, are let be", () => {
    const text = "const posted = campaigning(file as FileHandle); db.doNothing();";
    expect(checkWords(filesOf({ "src/base/a.ts": text }), avoided)).toEqual([]);
  });

  test("a file that is not in kebab-case is told", () => {
    expect(checkWords(filesOf({ "src/base/openRelay.ts": "" }), avoided)).toEqual([
      "src/base/openRelay.ts:1 is not named in kebab-case; name it after its main export, as in open-relay.ts.",
    ]);
  });
});
