import { describe, expect, test } from "@jest/globals";
import { checkCircles } from "./architecture/check-circles.ts";
import { checkDeclared, checkDoors } from "./architecture/check-doors.ts";
import { checkEdges } from "./architecture/check-edges.ts";
import { checkLength } from "./architecture/check-length.ts";
import { checkRooms } from "./architecture/check-rooms.ts";
import { checkWidth } from "./architecture/check-width.ts";
import { checkWords, readAvoided } from "./architecture/check-words.ts";
import { house } from "./architecture/house.ts";
import { readManifest, readSources, readText } from "./architecture/read-repository.ts";

const none: readonly string[] = [];

describe("the house", () => {
  const sources = readSources("src");
  const others = ["test", "bench", "build"].flatMap(readSources);
  const manifest = readManifest();

  test("a room imports only the rooms below it that house.ts names", () => {
    expect(checkRooms(sources, house)).toEqual(none);
  });

  test("no files import each other in a circle", () => {
    expect(checkCircles(sources)).toEqual(none);
  });

  test("every outside package comes in by its own door and is declared", () => {
    expect(checkDoors(sources, house, manifest)).toEqual(none);
  });

  test("tests, bench and build import only what is declared, and nothing is declared for nobody", () => {
    expect(checkDeclared([...sources, ...others], manifest, house.tools)).toEqual(none);
  });

  test("only cli talks to the process, and only the clock reads the time", () => {
    expect(checkEdges(sources, house)).toEqual(none);
  });

  test("no file is a long one, whether of the program or of its tests", () => {
    expect(checkLength([...sources, ...others], house)).toEqual(none);
  });

  test("no comment is wider than a screen that shows two files", () => {
    expect(checkWidth([...sources, ...others], house)).toEqual(none);
  });

  test("things are called what GLOSSARY.md calls them", () => {
    const avoided = readAvoided(readText("GLOSSARY.md"));
    expect([...avoided.keys()]).toEqual(expect.arrayContaining(["utils", "campaign", "transporter"]));
    expect(checkWords(sources, avoided)).toEqual(none);
  });
});
