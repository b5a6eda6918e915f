import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { openStore } from "../../src/store/store.ts";
import { WalSync } from "../../src/store/wal-sync.ts";
import { tempFolder } from "../support/temp-folder.ts";

/*
 * What a power cut leaves cannot be tried here; in which order the disk was synced and we were told can: Node traces
 * it.
 */
describe("what was written is on the disk before anybody is told", () => {
  test("by a statement alone, with and without rows, and by each transaction", async () => {
    await using folder = await tempFolder();
    expect(await syncsAndWords(folder.path)).toEqual([
      "synced",
      "a statement",
      "synced",
      "a statement that returns",
      "synced",
      "the first transaction",
      "synced",
      "the second transaction",
      "a look",
      "a longer look",
    ]);
  });

  test("a log that cannot be synced is a fault in words", async () => {
    await using folder = await tempFolder();
    const sync = new WalSync(join(folder.path, "nothing.sqlite"), false);
    await expect(sync.sync()).rejects.toMatchObject({ code: "store/unreadable" });
  });

  test("nothing keeps the log open when the store is closed", async () => {
    await using folder = await tempFolder();
    const file = join(folder.path, "letterpress.sqlite");
    for (let round = 0; round < 3; round += 1) await (await openStore({ file })).close();
    await expect(readFile(`${file}-wal`)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
}

/**
 * In order: `synced` for each sync that has ended (those before the first word as one), and the words of the program.
 */
async function syncsAndWords(folder: string): Promise<readonly string[]> {
  const program = join(import.meta.dirname, "../support/commit-and-tell.ts");
  const trace = [
    "--trace-event-categories",
    "node.fs.async,node.console",
    "--trace-event-file-pattern",
    "trace.json",
  ];
  await promisify(execFile)(process.execPath, [...trace, program, join(folder, "letterpress.sqlite")], {
    cwd: folder,
  });
  const { traceEvents } = JSON.parse(await readFile(join(folder, "trace.json"), "utf8")) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const told = traceEvents
    .toSorted((one, other) => one.ts - other.ts)
    .flatMap(({ name, ph }) => {
      if (name === "fdatasync" && ph === "e") return ["synced"];
      return name.startsWith("time::") && ph === "b" ? [name.slice("time::".length)] : [];
    });
  return told.filter((word, place) => word !== "synced" || told[place + 1] !== "synced");
}
