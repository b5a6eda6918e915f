import { readFile } from "node:fs/promises";

/** One thing that a process did, as `recorder.c` saw it. Paths are relative to the folder that is recorded. */
export type Step =
  | { readonly does: "open"; readonly inode: bigint; readonly path: string; readonly empties: boolean }
  | { readonly does: "open folder" | "make folder"; readonly inode: bigint; readonly path: string }
  | { readonly does: "write"; readonly inode: bigint; readonly at: number; readonly bytes: Buffer }
  | { readonly does: "resize"; readonly inode: bigint; readonly size: number }
  | { readonly does: "remove"; readonly path: string }
  | { readonly does: "rename"; readonly from: string; readonly to: string }
  | { readonly does: "begin to sync" | "end to sync"; readonly inode: bigint; readonly ticket: bigint }
  | { readonly does: "say"; readonly connection: number; readonly bytes: Buffer };

/** All of it, in order. What a process that was killed had not recorded whole is not there. */
export async function readRecording(file: string): Promise<readonly Step[]> {
  const bytes = await readFile(file);
  const steps: Step[] = [];
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const from = at + headBytes;
    if (from + length > bytes.length) break;
    steps.push(stepOf(bytes.subarray(at, from), bytes.subarray(from, from + length)));
    at = from + length;
  }
  return steps;
}

/** As `struct head` in recorder.c. */
const headBytes = 24;

function stepOf(head: Buffer, bytes: Buffer): Step {
  const inode = head.readBigUInt64LE(8);
  const number = head.readBigInt64LE(16);
  const type = String.fromCharCode(head.readUInt32LE(0));
  switch (type) {
    case "o":
      return { does: "open", inode, path: bytes.toString(), empties: number === 1n };
    case "F":
      return { does: "open folder", inode, path: bytes.toString() };
    case "m":
      return { does: "make folder", inode, path: bytes.toString() };
    case "w":
      return { does: "write", inode, at: Number(number), bytes };
    case "t":
      return { does: "resize", inode, size: Number(number) };
    case "u":
      return { does: "remove", path: bytes.toString() };
    case "r": {
      const [from = "", to = ""] = bytes.toString().split("\0");
      return { does: "rename", from, to };
    }
    case "b":
      return { does: "begin to sync", inode, ticket: number };
    case "e":
      return { does: "end to sync", inode, ticket: number };
    case "s":
      return { does: "say", connection: Number(number), bytes };
    default:
      throw new Error(`recorder.c has written a record of the type ${type}`);
  }
}
