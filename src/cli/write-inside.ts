import { randomBytes } from "node:crypto";
import { link, lstat, mkdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { faultText, systemCode } from "../base/errors.ts";
import { listInside } from "../base/read-inside.ts";

/** Why nothing was written: `it leads out of the newsletter's folder`. */
export interface Unwritten {
  readonly status: "exists" | "refused";
  readonly why: string;
}

/**
 * Writes a file of a newsletter, whole or not at all; `file` is relative to `root`. A link in the repository does not
 * lead it to another place of this machine. With `fresh`, a file that is there stays as it is. `folderMode` is that of
 * its folder, if it has to be made.
 */
export async function writeInside(
  root: string,
  file: string,
  text: string,
  options: { readonly fresh?: boolean; readonly folderMode?: number } = {},
): Promise<{ readonly status: "written" } | Unwritten> {
  let part: string | undefined;
  try {
    const path = join(root, file);
    const folder = await ownFolder(root, dirname(file), options.folderMode ?? 0o777);
    if (typeof folder !== "string") return folder;
    const entry = await lstat(path).catch(() => undefined);
    if (entry?.isSymbolicLink() && !options.fresh) return { status: "refused", why: "it is a link" };
    part = join(folder, `.${randomBytes(8).toString("hex")}.part`);
    await writeFile(part, text, { flag: "wx", flush: true, mode: entry?.mode ?? 0o666 });
    // A link, unlike a new name, is refused when the file is there.
    if (options.fresh)
      await link(part, path).catch((fault: unknown) => {
        // Sticks and some network drives know no links.
        if (!/^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/.test(systemCode(fault) ?? "")) throw fault;
        return writeFile(path, text, { flag: "wx" });
      });
    else {
      await rename(part, path);
      part = undefined;
    }
    return { status: "written" };
  } catch (fault) {
    const status = systemCode(fault) === "EEXIST" && options.fresh ? "exists" : "refused";
    return { status, why: faultText(fault) };
  } finally {
    if (part !== undefined) await rm(part, { force: true }).catch(() => undefined);
  }
}

/** The folder, made when it is missing; where one above it leads out, nothing is made. */
async function ownFolder(root: string, folder: string, mode: number): Promise<string | Unwritten> {
  const path = join(root, folder);
  const above = dirname(folder);
  if (above !== folder && above !== ".") {
    const parent = await ownFolder(root, above, mode);
    if (typeof parent !== "string") return parent;
  }
  await mkdir(path, { mode }).catch(async (fault: unknown) => {
    if (systemCode(fault) !== "EEXIST") throw fault;
    if (!(await stat(path)).isDirectory()) throw new Error(`${folder} is not a folder`);
  });
  const listed = await listInside(root, folder);
  return listed.status === "read" ? realpath(path) : { status: "refused", why: listed.why };
}
