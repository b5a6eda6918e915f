import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";

/**
 * Refuses to export into a folder that a newsletter is made of, where it would be part of the next export, or where git
 * and the store keep their own. `place` is where the export really comes to, links followed.
 */
export async function refuseSources({ root, store }: Config, place: string): Promise<void> {
  if (place.split(sep).some((one) => one.toLowerCase() === ".git")) refuse(".git", "is git's own");
  for (const name of ["issues", "templates"])
    if (await isIn(join(root, name), place)) refuse(name, "is what an export is made of");
  // Of a store that lies beside the issues, or above them, the folder is not its own.
  for (const folder of [join(root, ".letterpress"), dirname(store)])
    if (!(await isIn(folder, root)) && (await isIn(folder, place)))
      refuse(basename(folder), "keeps the store and other things of Letterpress");
}

async function isIn(folder: string, place: string): Promise<boolean> {
  const way = relative(await realpath(folder).catch(() => folder), place);
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

function refuse(name: string, why: string): never {
  throw new LetterpressError(
    "use/export-folder",
    `The folder ${name}/ ${why}.`,
    "Name one beside it, such as: npx letterpress preview --export exported",
  );
}
