import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LetterpressError } from "../../base/errors.ts";

/**
 * Where a path of a folder really is, links followed, also when the last parts of it are not there yet. Throws
 * LetterpressError for a link that leads nowhere: what is written there would come to a place that nobody sees.
 */
export async function realPlace(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined) return found;
  const entry = await lstat(path).catch(() => undefined);
  if (entry?.isSymbolicLink())
    throw new LetterpressError(
      "use/export-folder",
      `${path} is a link that leads nowhere.`,
      "Delete it, or name a folder that is not there yet.",
    );
  const above = dirname(path);
  return above === path ? path : join(await realPlace(above), basename(path));
}
