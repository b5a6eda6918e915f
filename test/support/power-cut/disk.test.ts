import { describe, expect, test } from "@jest/globals";
import { numbersFrom } from "../chances.ts";
import { type Cut, RecordedDisk } from "./disk.ts";
import type { Step } from "./recording.ts";

const store = 1n;
const folder = 2n;
const before = {
  files: [{ path: "data/store", inode: store, content: Buffer.from("old") }],
  folders: [
    { path: "", inode: 3n },
    { path: "data", inode: folder },
  ],
};

const write = (inode: bigint, text: string, at = 0): Step => ({
  does: "write",
  inode,
  at,
  bytes: Buffer.from(text),
});
const sync = (inode: bigint, ticket = 1n): readonly Step[] => [
  { does: "begin to sync", inode, ticket },
  { does: "end to sync", inode, ticket },
];

/** What is on the disk after these steps, by path, as text. */
function left(steps: readonly Step[], cut: Cut = "synced"): Readonly<Record<string, string>> {
  const disk = new RecordedDisk(before);
  for (const step of steps) disk.apply(step);
  return Object.fromEntries([...disk.after(cut)].map(([path, content]) => [path, content.toString()]));
}

describe("A disk whose power is cut", () => {
  test("has of a file what was written before a sync began that has ended", () => {
    const [begin, end] = sync(store) as [Step, Step];
    expect(left([write(store, "new")])).toEqual({ "data/store": "old" });
    expect(left([write(store, "new"), begin])).toEqual({ "data/store": "old" });
    expect(left([write(store, "new"), begin, write(store, "late"), end])).toEqual({ "data/store": "new" });
    expect(left([{ does: "resize", inode: store, size: 1 }, begin, end])).toEqual({ "data/store": "o" });
  });

  test("has a new file, a new name and a name that is gone once their folder was synced", () => {
    const made: Step = { does: "open", inode: 9n, path: "data/marks.new", empties: true };
    const named: Step = { does: "rename", from: "data/marks.new", to: "data/marks" };
    const gone: Step = { does: "remove", path: "data/store" };
    const written = [made, write(9n, "marks"), ...sync(9n)];
    expect(left(written)).toEqual({ "data/store": "old" });
    expect(left([...written, ...sync(folder), named, gone])).toEqual({
      "data/store": "old",
      "data/marks.new": "marks",
    });
    expect(left([...written, ...sync(folder), named, gone, ...sync(folder)])).toEqual({
      "data/marks": "marks",
    });
  });

  test("has nothing of a folder whose own name is not there, and of a number that is used again what is new", () => {
    const steps: readonly Step[] = [
      { does: "make folder", inode: 7n, path: "data/more" },
      { does: "open", inode: 8n, path: "data/more/file", empties: false },
      ...sync(7n),
      { does: "remove", path: "data/store" },
      { does: "open", inode: store, path: "data/again", empties: false },
      write(store, "again"),
      ...sync(store),
    ];
    expect(left(steps)).toEqual({ "data/store": "old" });
    expect(left([...steps, ...sync(folder)])).toEqual({ "data/more/file": "", "data/again": "again" });
  });

  test("may have some of the rest: each block as it once was, the file as long as it once was", () => {
    const block = (letter: string) => letter.repeat(4096);
    const steps = [write(store, block("a")), write(store, block("b"), 4096), write(store, block("c"))];
    const random = numbersFrom(1);
    const seen = new Set<string>();
    for (let cut = 0; cut < 300; cut += 1) {
      const content = left(steps, random)["data/store"] ?? "";
      expect([3, 4096, 8192]).toContain(content.length);
      for (const piece of [content.slice(0, 512), content.slice(512, 1024), content.slice(4096, 4608)])
        seen.add([...new Set(piece)].join(""));
      seen.add(content.slice(0, 3) === "old" && content.length === 3 ? "nothing" : "something");
    }
    expect([...seen].sort()).toEqual(
      ["", "\0", "a", "b", "c", "nothing", "old", "old\0", "something"].sort(),
    );
  });
});
