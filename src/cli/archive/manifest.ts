import { readInside } from "../../base/read-inside.ts";
import { LetterpressError } from "../../base/errors.ts";
import { writeInside } from "../write-inside.ts";

/** The files that `letterpress archive` made, each with the SHA-256 of what it wrote, or was about to write. */
export type Made = Map<string, readonly string[]>;

/** In the folder itself, so that it goes where the folder goes. It names nothing but what is public. */
export const manifestName = ".letterpress-archive.json";

export async function readManifest(folder: string): Promise<Made> {
  const read = await readInside(folder, manifestName, mostBytes);
  if (read.status === "absent") return new Map();
  const files = read.status === "read" ? filesIn(read.text) : undefined;
  if (files !== undefined) return files;
  throw new LetterpressError(
    "archive/manifest",
    `${manifestName} in ${folder} cannot be read, so nobody knows which files there are ours.`,
    "Delete it; then nothing that is there now is written over or removed.",
  );
}

/** Throws LetterpressError when it cannot be written. */
export async function writeManifest(folder: string, made: Made): Promise<void> {
  const files = Object.fromEntries([...made].sort(([one], [other]) => (one < other ? -1 : 1)));
  const text = `${JSON.stringify({ about, files }, null, 2)}\n`;
  const known = await readInside(folder, manifestName, mostBytes);
  if (known.status === "read" && known.text === text) return;
  const written = await writeInside(folder, manifestName, text);
  if (written.status === "written") return;
  throw new LetterpressError(
    "archive/unwritable",
    `${folder} cannot be written: ${written.why}.`,
    "Make it a folder that you may write to, or name another with --out.",
  );
}

function filesIn(text: string): Made | undefined {
  try {
    const { files } = JSON.parse(text) as { files: Readonly<Record<string, readonly string[]>> };
    const all = Object.entries(files);
    const isSound = all.every(
      ([path, hashes]) =>
        !path.split("/").includes("..") &&
        !path.startsWith("/") &&
        hashes.every((one) => /^[0-9a-f]{64}$/.test(one)),
    );
    return isSound ? new Map(all) : undefined;
  } catch {
    return undefined;
  }
}

const about = "What npx letterpress archive made here. It changes and removes nothing else.";
const mostBytes = 64 * 1024 * 1024;
