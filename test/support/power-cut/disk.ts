import { posix } from "node:path";
import { RecordedFile } from "./recorded-file.ts";
import type { Step } from "./recording.ts";

/*
 * What a disk holds when the power is cut, by what POSIX promises and no more, which is less than any file system of
 * today keeps:
 *
 * - What a file holds is on the disk once it was synced after it was written. Before that each block of it is there or
 *   is not, as it was at any moment since, in whatever order; and so is its length.
 * - A name (of a new file, a new name, a name that is gone) is on the disk once its folder was synced. To sync the file
 *   is not enough, though ext4 would do. Before that the changes of a folder's names get there in their order.
 */

/** `synced`: what was not synced is lost. With a random number: some of it has come to the disk. */
export type Cut = "synced" | (() => number);

/** By path, what files hold. */
export type Files = ReadonlyMap<string, Buffer>;

/** What was in the folder when the recording began. */
export interface Before {
  readonly files: readonly { readonly path: string; readonly inode: bigint; readonly content: Buffer }[];
  readonly folders: readonly { readonly path: string; readonly inode: bigint }[];
}

type Node = RecordedFile | "folder";
type Names = ReadonlyMap<string, Node | undefined>;

export class RecordedDisk {
  readonly #synced = new Map<string, Node>();
  readonly #now = new Map<string, Node>();
  readonly #inodes = new Map<bigint, RecordedFile>();
  /** The paths of folders. */
  readonly #folders = new Map<bigint, string>();
  /** By folder, the changes of names that are not synced. */
  readonly #names = new Map<string, Names[]>();
  readonly #syncs = new Map<bigint, () => void>();

  constructor({ files, folders }: Before) {
    for (const { path, inode } of folders) {
      this.#folders.set(inode, path);
      this.#synced.set(path, "folder");
    }
    for (const { path, inode, content } of files) {
      const file = new RecordedFile(content);
      this.#inodes.set(inode, file);
      this.#synced.set(path, file);
    }
    for (const [path, node] of this.#synced) this.#now.set(path, node);
  }

  apply(step: Step): void {
    switch (step.does) {
      case "open":
        this.#open(step.path, step.inode);
        if (step.empties) this.#inodes.get(step.inode)?.change({ size: 0 });
        return;
      case "open folder":
        this.#folders.set(step.inode, step.path);
        return;
      case "make folder":
        this.#folders.set(step.inode, step.path);
        this.#name(new Map([[step.path, "folder"]]));
        return;
      case "write":
        this.#inodes.get(step.inode)?.change({ at: step.at, bytes: step.bytes });
        return;
      case "resize":
        this.#inodes.get(step.inode)?.change({ size: step.size });
        return;
      case "remove":
        this.#name(new Map([[step.path, undefined]]));
        return;
      case "rename":
        this.#name(
          new Map([
            [step.from, undefined],
            [step.to, this.#now.get(step.from)],
          ]),
        );
        return;
      case "begin to sync":
        this.#syncs.set(step.ticket, this.#syncOf(step.inode));
        return;
      case "end to sync":
        this.#syncs.get(step.ticket)?.();
        this.#syncs.delete(step.ticket);
        return;
      case "say":
        return;
    }
  }

  /** What is on the disk afterwards, if the power is cut now. */
  after(cut: Cut): Files {
    const nodes = new Map<string, Node | undefined>(this.#synced);
    if (cut !== "synced")
      for (const changes of this.#names.values())
        for (const names of changes.slice(0, Math.floor(cut() * (changes.length + 1))))
          for (const [path, node] of names) nodes.set(path, node);
    return filesOf(nodes, (file) => (cut === "synced" ? file.synced : file.torn(cut)));
  }

  /** What every process of the machine sees as long as there is power. */
  get everything(): Files {
    return filesOf(this.#now, (file) => file.everything);
  }

  /** A name that was not there is that of a new file, also when the number was that of another one before. */
  #open(path: string, inode: bigint): void {
    const there = this.#now.get(path);
    if (there !== undefined && there === this.#inodes.get(inode)) return;
    const file = new RecordedFile();
    this.#inodes.set(inode, file);
    this.#name(new Map([[path, file]]));
  }

  #name(names: Names): void {
    const folders = new Set([...names.keys()].map(folderOf));
    const [folder = "", second] = folders;
    if (second !== undefined) throw new Error(`a name has moved from ${folder} to ${second}`);
    this.#names.set(folder, [...(this.#names.get(folder) ?? []), names]);
    for (const [path, node] of names) setName(this.#now, path, node);
  }

  /** Both what was written and what was named before a sync began is on the disk when it has ended. */
  #syncOf(inode: bigint): () => void {
    const file = this.#inodes.get(inode);
    const folder = this.#folders.get(inode);
    if (folder === undefined) {
      const changes = file?.changes ?? 0;
      return () => file?.sync(changes);
    }
    const named = [...(this.#names.get(folder) ?? [])];
    return () => {
      const open = this.#names.get(folder) ?? [];
      for (const names of named) {
        if (!open.includes(names)) continue;
        open.splice(open.indexOf(names), 1);
        for (const [path, node] of names) setName(this.#synced, path, node);
      }
      this.#names.set(folder, open);
    };
  }
}

function setName(nodes: Map<string, Node>, path: string, node: Node | undefined): void {
  if (node === undefined) nodes.delete(path);
  else nodes.set(path, node);
}

/** Only what can be reached: a file of a folder that is not on the disk is not, either. */
function filesOf(
  nodes: ReadonlyMap<string, Node | undefined>,
  contentOf: (file: RecordedFile) => Buffer,
): Files {
  const files = new Map<string, Buffer>();
  const isThere = (folder: string): boolean =>
    folder === "" || (nodes.get(folder) === "folder" && isThere(folderOf(folder)));
  for (const [path, node] of nodes)
    if (node instanceof RecordedFile && isThere(folderOf(path))) files.set(path, contentOf(node));
  return files;
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}
