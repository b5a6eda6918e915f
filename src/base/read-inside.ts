import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { faultText, systemCode } from "./errors.ts";

/** What could not be read, and why: `it is a folder, not a file`. */
export interface Refusal {
  readonly status: "absent" | "refused";
  readonly why: string;
}

/**
 * Reads a text file that belongs to a newsletter. Nothing outside of `root` is read, links followed: a template or an
 * issue from elsewhere must not be a way to read other files of this machine. Neither is what has no end, such as a
 * pipe, or more than `mostBytes`.
 */
export async function readInside(
  root: string,
  file: string,
  mostBytes: number,
): Promise<{ readonly status: "read"; readonly text: string } | Refusal> {
  try {
    const path = await resolveInside(root, file);
    if (path === undefined) return outside;
    const entry = await stat(path);
    if (entry.isDirectory()) return { status: "refused", why: "it is a folder, not a file" };
    if (!entry.isFile()) return { status: "refused", why: "it is a pipe or a device, not a file" };
    if (entry.size > mostBytes)
      return { status: "refused", why: `it is larger than ${Math.floor(mostBytes / 1024)} KB` };
    return { status: "read", text: await readFile(path, "utf8") };
  } catch (fault) {
    return refusal(fault);
  }
}

/** The names in a folder that belongs to a newsletter, in alphabetical order. */
export async function listInside(
  root: string,
  folder: string,
): Promise<{ readonly status: "read"; readonly names: readonly string[] } | Refusal> {
  try {
    const path = await resolveInside(root, folder);
    return path === undefined ? outside : { status: "read", names: (await readdir(path)).sort() };
  } catch (fault) {
    return refusal(fault);
  }
}

/** Where a file of a newsletter really lies, links followed, when that is inside of `root`. */
export async function pathInside(
  root: string,
  file: string,
): Promise<{ readonly status: "found"; readonly path: string } | Refusal> {
  try {
    const path = await resolveInside(root, file);
    return path === undefined ? outside : { status: "found", path };
  } catch (fault) {
    return refusal(fault);
  }
}

const outside: Refusal = { status: "refused", why: "it leads out of the newsletter's folder" };

async function resolveInside(root: string, file: string): Promise<string | undefined> {
  const path = await realpath(resolve(root, file));
  const inside = relative(await realpath(resolve(root)), path);
  return inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? undefined : path;
}

function refusal(fault: unknown): Refusal {
  return { status: systemCode(fault) === "ENOENT" ? "absent" : "refused", why: faultText(fault) };
}
