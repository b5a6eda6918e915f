import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * From the second start on, Node reads what it compiled at the first: MJML alone is hundreds of files. It lies in the cache
 * folder of this user and not in the temporary folder of all, where somebody else might have put it. Where nothing can be
 * written nothing is kept; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiled(environment: Readonly<Record<string, string | undefined>>): void {
  const folder = cacheFolder(environment);
  if (folder !== undefined) enableCompileCache(join(folder, "letterpress"));
}

function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA }: Readonly<Record<string, string | undefined>>) {
  const named = XDG_CACHE_HOME || LOCALAPPDATA;
  if (named) return named;
  try {
    return join(homedir(), ".cache");
  } catch {
    // A user of whom the system knows no home.
    return undefined;
  }
}
