import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { type TempProject, tempProject } from "../support/temp-project.ts";

let project: TempProject;

beforeEach(async () => {
  project = await tempProject();
  await project.write(
    "people.csv",
    "email,firstName,status\na@example.org,Ada,\nb@example.org,Bob,unsubscribed\n",
  );
  await letterpress(project.root, "subscribers", "import", "people.csv");
});

afterEach(async () => project.remove());

describe("subscribers export", () => {
  test("prints CSV and nothing else, and notes how many they are", async () => {
    const { code, out, err } = await letterpress(
      project.root,
      "subscribers",
      "export",
      "--state",
      "confirmed",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^email,status,tags,signedUpAt,changedAt,pausedUntil,firstName,city,language\r\n/);
    expect(out.split("\r\n")[1]).toMatch(/^a@example\.org,confirmed,,20\d\d-.*Z,20\d\d-.*Z,,Ada,,$/);
    expect(err).toBe("1 reader\n");
  });

  test("writes both files for this user only, and writes over none", async () => {
    const args = ["subscribers", "export", "--out", "all.csv", "--consent", "consent.jsonl"];
    const { code, out, err } = await letterpress(project.root, ...args);
    expect([code, out, err]).toEqual([
      0,
      "",
      "2 readers in all.csv, 2 events of the consent log in consent.jsonl\n",
    ]);
    for (const name of ["all.csv", "consent.jsonl"])
      expect((await stat(join(project.root, name))).mode & 0o777).toBe(0o600);
    const before = await readFile(join(project.root, "all.csv"), "utf8");
    const again = await letterpress(project.root, ...args);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining("all.csv is there already") });
    expect(await readFile(join(project.root, "all.csv"), "utf8")).toBe(before);
    expect((await readdir(project.root)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("leaves nothing behind when the second file cannot be written", async () => {
    const args = ["subscribers", "export", "--out", "all.csv", "--consent", "nowhere/consent.jsonl"];
    const { code, err } = await letterpress(project.root, ...args);
    expect([code, err]).toEqual([2, expect.stringContaining("nowhere/consent.jsonl could not be written")]);
    expect((await readdir(project.root)).filter((name) => name.startsWith("all"))).toEqual([]);
  });

  test("is read by import without a loss", async () => {
    await letterpress(project.root, "subscribers", "export", "--out", "all.csv");
    const { code, out } = await letterpress(project.root, "subscribers", "import", "all.csv");
    expect(out).toContain("all.csv: an export of Letterpress, utf-8, separated by commas");
    expect(out).toContain("2 rows: 0 added, 0 updated, 1 unchanged, 1 unsubscribed, 0 refused");
    expect(code).toBe(0);
  });
});
