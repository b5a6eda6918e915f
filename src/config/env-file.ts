import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { faultText, LetterpressError, systemCode } from "../base/errors.ts";

/** Where a newsletter may keep its secrets on this machine, beside letterpress.yaml and never in git. */
export const envFile = ".env";

/**
 * The text of the file `.env` in a folder. Nothing where there is no such file; a folder of that name is one of
 * Python's.
 */
export function readEnvFile(folder: string): string {
  try {
    return readFileSync(join(folder, envFile), "utf8");
  } catch (fault) {
    if (systemCode(fault) === "ENOENT" || systemCode(fault) === "EISDIR") return "";
    throw new LetterpressError(
      "config/env-file",
      `The file ${envFile} cannot be read: ${faultText(fault)}.`,
      "Let it be a file that you can read, or take it away.",
      { cause: fault },
    );
  }
}

/** Whether others on this machine can read the secrets in it. */
export function isEnvFileOpen(folder: string): boolean {
  const found = statSync(join(folder, envFile), { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o077) !== 0;
}
