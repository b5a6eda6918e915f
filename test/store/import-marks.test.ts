import { expect, test } from "@jest/globals";
import { openImportMarks } from "../../src/store/import-marks.ts";
import { markMemory } from "../../src/store/mark-memory.ts";
import { tempStore } from "../support/temp-store.ts";

function marksFrom(line: number, ...keys: readonly string[]) {
  return keys.map((key, index) => ({ key, line: line + index }));
}

test("an address is known with its first line, in memory, behind it, and within one call", async () => {
  await using temp = await tempStore();
  await using marks = await openImportMarks(temp.store, 2);
  expect(await marks.note(marksFrom(2, "a@x.org", "b@x.org", "a@x.org"))).toEqual([undefined, undefined, 2]);
  // There is room for two, so these are kept in the table.
  expect(await marks.note(marksFrom(5, "c@x.org", "b@x.org", "d@x.org", "c@x.org"))).toEqual([
    undefined,
    3,
    undefined,
    5,
  ]);
  expect(await marks.note(marksFrom(9, "d@x.org", "e@x.org", "a@x.org", "c@x.org"))).toEqual([
    7,
    undefined,
    2,
    5,
  ]);
  // Who only asks marks nothing.
  for (let round = 0; round < 2; round += 1)
    expect(await marks.find(["f@x.org", "b@x.org", "d@x.org"])).toEqual([undefined, 3, 7]);
});

test("every import begins with no marks", async () => {
  await using temp = await tempStore();
  for (let round = 0; round < 2; round += 1) {
    await using marks = await openImportMarks(temp.store, 1);
    expect(await marks.note(marksFrom(2, "a@x.org", "b@x.org"))).toEqual([undefined, undefined]);
  }
});

test("hashes that belong into one slot are told apart, also at the end of the memory", () => {
  const memory = markMemory(4);
  // Six slots: all of these belong into the last one.
  const hashes = [1, 2, 3, 4].map((high) => ({ high, low: 5 }));
  expect(hashes.map((hash, index) => memory.note(hash, 10 + index))).toEqual(Array(4).fill(undefined));
  expect(hashes.map((hash) => memory.note(hash, 99))).toEqual([10, 11, 12, 13]);
  expect(memory.note({ high: 5, low: 5 }, 99)).toBe("full");
  expect(memory.note({ high: 4, low: 5 }, 99)).toBe(13);
});
