import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { faultText, LetterpressError, systemCode } from "../base/errors.ts";
import type { Problem } from "../base/problem.ts";
import type { Config } from "./config.ts";
import { parseConfig } from "./parse-config.ts";

export const configFile = "letterpress.yaml";

/**
 * Finds `letterpress.yaml` in `start` or the nearest folder above it, and reads it. Throws LetterpressError when there
 * is none or it cannot be read.
 */
export async function readConfig(
  start: string,
): Promise<{ readonly config?: Config; readonly problems: readonly Problem[] }> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const text = await readOptional(join(folder, configFile));
    if (text !== undefined) return parseConfig({ file: configFile, text }, folder);
    if (folder === dirname(folder)) break;
  }
  throw new LetterpressError(
    "use/no-newsletter",
    `There is no ${configFile} in this folder or above it.`,
    "Go to the folder of your newsletter, or begin one with: npx letterpress init my-news",
  );
}

async function readOptional(path: string): Promise<string | undefined> {
  const fault = (why: string, cause?: unknown) =>
    new LetterpressError(
      "config/unreadable",
      `${path} cannot be read: ${why}.`,
      "Make it a file that you may read.",
      { cause },
    );
  try {
    // Asked before reading: a pipe has no end.
    const entry = await stat(path);
    if (!entry.isFile() && !entry.isDirectory()) throw fault("it is a pipe or a device, not a file");
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof LetterpressError) throw cause;
    if (systemCode(cause) === "ENOENT") return undefined;
    throw fault(faultText(cause), cause);
  }
}
