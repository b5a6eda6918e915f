import { LetterpressError } from "../../base/errors.ts";
import { type Problem, problem } from "../../base/problem.ts";
import { listInside, type Refusal, readInside } from "../../base/read-inside.ts";

// The files of the templates that ship have 10 KB at most.
const mostBytes = 256 * 1024;

/** The text of a template's file with plain line ends. Throws LetterpressError when it cannot be read. */
export async function readText(root: string, file: string): Promise<string> {
  const read = await readInside(root, file, mostBytes);
  if (read.status !== "read") throw unusable(file, read);
  return read.text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

/** The same, but that it cannot be read is a Problem like others; then undefined. */
export async function readOr(root: string, file: string, problems: Problem[]): Promise<string | undefined> {
  try {
    return await readText(root, file);
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    problems.push(problem({ file, line: 1, column: 1 }, fault.code, fault.message, fault.remedy));
    return undefined;
  }
}

/** The names in one of a template's folders, in alphabetical order; undefined when there is no such folder. */
export async function namesIn(root: string, folder: string): Promise<readonly string[] | undefined> {
  const read = await listInside(root, folder);
  if (read.status === "read") return read.names;
  if (read.status === "absent") return undefined;
  throw unusable(folder, read);
}

export function unusable(path: string, { why }: Refusal): LetterpressError {
  return new LetterpressError(
    "render/template-unreadable",
    `${path} cannot be read: ${why}.`,
    "A template is a folder with template.mjml, theme.yaml and blocks/<kind>.mjml; compare it with templates/weekly.",
  );
}
