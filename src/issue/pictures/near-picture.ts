import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { suggest } from "../../base/suggest.ts";

/**
 * The picture in an issue's folder that was most likely meant by a path that leads nowhere: written from the
 * newsletter's folder on, with backslashes, in other capitals, with another ending, in another folder, or with a slip
 * in its name.
 */
export async function nearPicture(src: string, folder: string): Promise<string | undefined> {
  const pictures = await picturesIn(folder);
  const wanted = posix.normalize(src.replaceAll("\\", "/")).toLowerCase().normalize();
  const same = (one: string, other: string) => one.toLowerCase().normalize() === other;
  const steps = wanted.split("/");
  for (const index of steps.keys()) {
    const tail = steps.slice(index).join("/");
    const found = pictures.find((one) => same(one, tail));
    if (found !== undefined) return found;
  }
  const named = pictures.find((one) => same(posix.basename(one), posix.basename(wanted)));
  if (named !== undefined) return named;
  const stem = suggest(stemOf(wanted), pictures.map(stemOf));
  return pictures.find((one) => stemOf(one) === stem);
}

function stemOf(path: string): string {
  return posix.parse(path).name;
}

// More folders and files than an issue has pictures are not looked through for a hint.
const deepest = 4;
const mostFolders = 50;

/** Paths from the folder on, in alphabetical order; links are not followed. */
async function picturesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [""];
  for (const path of folders) {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const inside = posix.join(path, entry.name);
      if (entry.isFile() && /\.(?:png|jpe?g|gif)$/i.test(entry.name)) found.push(inside);
      const deep = inside.split("/").length > deepest || folders.length >= mostFolders;
      if (entry.isDirectory() && !entry.name.startsWith(".") && !deep) folders.push(inside);
    }
  }
  return found.sort();
}
