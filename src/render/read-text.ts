import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { faultText, LetterpressError } from "../base/errors.ts";

/** The text of a template's file with plain line ends. Throws LetterpressError when it cannot be read. */
export async function readText(root: string, file: string): Promise<string> {
  try {
    return (await readFile(join(root, file), "utf8")).replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  } catch (cause) {
    throw unusable(file, cause);
  }
}

export function unusable(path: string, cause: unknown): LetterpressError {
  return new LetterpressError(
    "render/template-unreadable",
    `${path} cannot be read: ${faultText(cause)}.`,
    "A template is a folder with template.mjml, theme.yaml and blocks/<kind>.mjml; compare it with templates/weekly.",
    { cause },
  );
}
