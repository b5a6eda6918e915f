import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { lineDiff } from "../../src/base/line-diff.ts";
import { tempFolder } from "../support/temp-store.ts";

const hundred = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`);

describe("a diff of lines", () => {
  test("is empty for equal texts", () => {
    expect(lineDiff("a\nb", "a\nb")).toEqual([]);
  });

  test("shows each change with three lines around it, and joins what is near", () => {
    const after = hundred.with(9, "LINE 10").with(15, "LINE 16").toSpliced(59, 0, "new");
    expect(lineDiff(hundred.join("\n"), after.join("\n"))).toEqual([
      "@@ -7,13 +7,13 @@",
      " line 7",
      " line 8",
      " line 9",
      "-line 10",
      "+LINE 10",
      " line 11",
      " line 12",
      " line 13",
      " line 14",
      " line 15",
      "-line 16",
      "+LINE 16",
      " line 17",
      " line 18",
      " line 19",
      "@@ -57,6 +57,7 @@",
      " line 57",
      " line 58",
      " line 59",
      "+new",
      " line 60",
      " line 61",
      " line 62",
    ]);
  });

  test("of texts made by chance turns the one into the other when patch applies it", async () => {
    if (spawnSync("patch", ["--version"]).error !== undefined) {
      process.stdout.write("Not tested: there is no patch.\n");
      return;
    }
    await using folder = await tempFolder();
    for (let round = 0; round < 25; round += 1) {
      const [before = "", after = ""] = ["before", "after"].map((name) => randomText(`${round} ${name}`));
      const file = join(folder.path, "text");
      await writeFile(file, `${before}\n`);
      const patch = `--- text\n+++ text\n${lineDiff(before, after).join("\n")}\n`;
      const { stdout } = spawnSync("patch", ["-o", "-", "-s", file], { input: patch });
      expect(stdout.toString()).toBe(`${after}\n`);
    }
  });

  test("of two long texts that have nothing in common is one that replaces the other, and soon", () => {
    const [before, after] = ["a", "b"].map((sign) =>
      Array.from({ length: 9_000 }, (_, at) => `${sign}${at}`),
    );
    expect(lineDiff(before?.join("\n") ?? "", after?.join("\n") ?? "")).toHaveLength(18_001);
  });
});

/** Some of forty lines that may repeat. */
function randomText(seed: string): string {
  const bytes = createHash("sha512").update(seed).digest();
  return [...bytes]
    .slice(0, 20 + (bytes[0] ?? 0) / 8)
    .map((byte) => `line ${byte % 5}`)
    .join("\n");
}
