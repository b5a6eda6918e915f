import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * From the second start on, Node reads what it compiled at the first: MJML alone is hundreds of files. It lies in the
 * cache folder of this user and not in the temporary folder of all, where somebody else might have put it. Where
 * nothing can be written nothing is kept; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiled(environment: Environment): void {
  const folder = cacheFolder(environment);
  if (folder !== undefined) enableCompileCache(folder);
}

/** The environment for a thread that is to read and keep the same: a thread does not ask its process. */
export function keepingCompiled(environment: Environment): Environment {
  const folder = cacheFolder(environment);
  return folder === undefined ? environment : { NODE_COMPILE_CACHE: folder, ...environment };
}

type Environment = Readonly<Record<string, string | undefined>>;

function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA }: Environment) {
  const named = XDG_CACHE_HOME || LOCALAPPDATA;
  if (named) return join(named, "letterpress");
  try {
    return join(homedir(), ".cache", "letterpress");
  } catch {
    // A user of whom the system knows no home.
    return undefined;
  }
}
