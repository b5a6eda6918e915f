import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { newsletter } from "../e2e/newsletter.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import type { TempProject } from "../support/temp-project.ts";

let project: TempProject;

beforeEach(async () => {
  project = await newsletter({ port: 1, readers: 1 });
});
afterEach(async () => project[Symbol.asyncDispose]());

const keys = (...args: readonly string[]) => letterpressHere(project.root, "keys", ...args);
const states = async () =>
  (await keys("list")).out
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t")[2]?.split(" ")[0]);

test("keys are listed, rotated and ended, and no secret is printed", async () => {
  expect(await states()).toEqual(["signs"]);
  const none = await keys("end");
  expect([none.code, none.err]).toEqual([
    0,
    "There is no older key. To begin a new one: npx letterpress keys rotate\n",
  ]);
  const rotated = await keys("rotate");
  expect([rotated.code, rotated.out]).toEqual([0, "Key 2 signs links from now on.\n"]);
  expect(await states()).toEqual(["opens", "signs"]);

  const asked = await keys("end");
  expect(asked.code).not.toBe(0);
  expect(asked.err).toContain("mails that 1 older key signed will open nothing any more.");
  expect(asked.err).toContain("Say it with: npx letterpress keys end --yes");
  expect(await states()).toEqual(["opens", "signs"]);

  const ended = await keys("end", "--yes");
  expect([ended.code, ended.out]).toEqual([
    0,
    "1 key ended. Links to unsubscribe go on working in every mail.\n",
  ]);
  expect(await states()).toEqual(["ended", "signs"]);
  const json = await keys("list", "--json");
  expect(JSON.parse(json.out)).toMatchObject([{ id: 1, endedAt: expect.any(String) }, { id: 2 }]);
  const said = [rotated, asked, ended, json].map(({ out, err }) => out + err).join("");
  expect(said).not.toMatch(/[a-z2-7]{26}/);
});
