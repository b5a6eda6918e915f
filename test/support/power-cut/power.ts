import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Before, type Files, RecordedDisk } from "./disk.ts";
import { readRecording, type Step } from "./recording.ts";

/** Whether processes can be recorded here; says so when not. */
export function canRecord(): boolean {
  const compiles = () => spawnSync("cc", ["-E", "-include", "stdio.h", "-x", "c", "/dev/null"]).status === 0;
  if (process.platform === "linux" && compiles()) return true;
  process.stdout.write("Not tested: to cut the power takes Linux and a C compiler (cc) with its headers.\n");
  return false;
}

/** What a process does to a folder, from `record` on. */
export interface Recording {
  /** With which a process has to be started; several may be at once. */
  readonly environment: Readonly<Record<string, string>>;
  readonly before: Before;
  /** What they have done so far. */
  steps(): Promise<readonly Step[]>;
}

export interface Power extends AsyncDisposable {
  /** What is in the folder now is taken to be on the disk. `syncUs`: how long a sync takes at most, in microseconds. */
  record(folder: string, syncUs?: number): Promise<Recording>;
}

/** Compiles the recorder; its files are gone with the value. */
export async function power(): Promise<Power> {
  const own = await mkdtemp(join(tmpdir(), "letterpress-power-"));
  const library = join(own, "recorder.so");
  const source = fileURLToPath(new URL("recorder.c", import.meta.url));
  const { status, stderr } = spawnSync("cc", ["-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"]);
  if (status !== 0) throw new Error(`cc recorder.c: ${stderr}`);
  let recordings = 0;
  return {
    async record(folder, syncUs = 0) {
      recordings += 1;
      const file = join(own, `recording-${recordings}`);
      const before = await lookAt(folder);
      await writeFile(file, "");
      const environment = {
        LD_PRELOAD: library,
        LETTERPRESS_RECORD_FOLDER: await realpath(folder),
        LETTERPRESS_RECORD_FILE: file,
        LETTERPRESS_RECORD_SYNC_US: String(syncUs),
        // Nothing is written past the C library.
        UV_USE_IO_URING: "0",
      };
      return { environment, before, steps: () => readRecording(file) };
    },
    [Symbol.asyncDispose]: () => rm(own, { recursive: true, force: true }),
  };
}

/** The disk after all of these steps. */
export function diskAfter(before: Before, steps: readonly Step[]): RecordedDisk {
  const disk = new RecordedDisk(before);
  for (const step of steps) disk.apply(step);
  return disk;
}

/** Gives the folder these files and no others; those that are as they were stay. */
export async function putBack(folder: string, files: Files): Promise<void> {
  const there = await lookAt(folder);
  for (const { path } of there.files) if (!files.has(path)) await rm(join(folder, path));
  const contents = new Map(there.files.map(({ path, content }) => [path, content]));
  for (const [path, content] of files)
    if (contents.get(path)?.equals(content) !== true) await replace(join(folder, path), content);
}

/** A new file, as after a start of the machine: nothing that is open or mapped goes on in it. */
async function replace(path: string, content: Buffer): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, content, { mode: 0o600 });
}

export async function lookAt(folder: string): Promise<Before> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = await Promise.all(
    found.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const inode = (await stat(path, { bigint: true })).ino;
      return { entry, path: relative(folder, path), whole: path, inode };
    }),
  );
  const files = await Promise.all(
    all
      .filter(({ entry }) => entry.isFile())
      .map(async ({ path, whole, inode }) => ({ path, inode, content: await readFile(whole) })),
  );
  const own = { path: "", inode: (await stat(folder, { bigint: true })).ino };
  const folders = all.filter(({ entry }) => entry.isDirectory()).map(({ path, inode }) => ({ path, inode }));
  return { files, folders: [own, ...folders] };
}
