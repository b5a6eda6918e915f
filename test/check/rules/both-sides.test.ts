import { afterAll, describe, expect, test } from "@jest/globals";
import { everyRule } from "../../../src/check/rules/all.ts";
import { exampleProject, foundIn } from "./example-project.ts";
import { otherSides } from "./other-sides.ts";

const shown = everyRule.flatMap(({ id, example }) => (example === undefined ? [] : [{ id, example }]));
const others = Object.entries(otherSides).map(([id, look]) => ({ id, look }));

test("every rule has both sides: an example in its file, or a place among the others", () => {
  const ids = [...shown, ...others].map(({ id }) => id);
  expect(ids.toSorted()).toEqual(everyRule.map(({ id }) => id).toSorted());
});

/** Examples are pieces: that an issue has nothing else is no fault of theirs. */
const ofPieces: ReadonlySet<string> = new Set(["check/mostly-pictures", "check/empty-variant"]);

describe("the example of a rule", () => {
  const project = exampleProject();
  afterAll(async () => (await project).remove());

  test.each(shown)(
    "$id is found in the wrong one, and nothing is in the right one",
    async ({ id, example }) => {
      expect(await foundIn(await project, example.wrong, example)).toContain(id);
      const found = await foundIn(await project, example.right, example);
      expect(found.filter((code) => code === id || !ofPieces.has(code))).toEqual([]);
    },
  );
});

describe("what no few lines show", () => {
  test.each(others)("$id is told on one side only", async ({ id, look }) => {
    const { wrong, right } = await look();
    expect(wrong.join("\n")).toContain(id);
    expect(right.join("\n")).not.toContain(id);
  });
});
