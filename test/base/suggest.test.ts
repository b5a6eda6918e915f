import { describe, expect, test } from "@jest/globals";
import { didYouMean, suggest } from "../../src/base/suggest.ts";

const known = ["title", "url", "image", "body", "firstName"];

describe("what an editor most likely meant", () => {
  test.each([
    ["titles", "title"],
    ["titel", "title"],
    ["bdoy", "body"],
    ["TITLE", "title"],
    ["firstname", "firstName"],
    ["frstName", "firstName"],
    ["Url", "url"],
    ["ul", "url"],
  ])("by %s is %s", (written, meant) => {
    expect(suggest(written, known)).toBe(meant);
    expect(didYouMean(written, known)).toBe(`Did you mean "${meant}"?`);
  });

  test.each(["headline", "x", "surname", "text", ""])("by %j is not guessed", (written) => {
    expect(suggest(written, known)).toBeUndefined();
    expect(didYouMean(written, known)).toBe("Known: title, url, image, body, firstName.");
  });

  test("cannot be said when nothing is known", () => {
    expect(suggest("title", [])).toBeUndefined();
    expect(didYouMean("title", [])).toBe("None is declared.");
  });
});
