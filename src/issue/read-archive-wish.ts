import { readInside } from "../base/read-inside.ts";
import { recoverYaml } from "../source/yaml/read-yaml.ts";

/**
 * What the file of an issue says now of showing it to everybody: `archive: true` or `false`, or nothing. Undefined too
 * when there is no such file. What cannot be understood counts as `false`.
 */
export async function readArchiveWish(root: string, issue: string): Promise<boolean | undefined> {
  for (const ending of [".yaml", ".yml"]) {
    const file = `issues/${issue}${ending}`;
    const read = await readInside(root, file, mostBytes);
    if (read.status !== "read") continue;
    // Most issues say nothing of it: they need not be parsed.
    if (!/^["']?archive["']?\s*:/m.test(read.text)) return undefined;
    const value: unknown = recoverYaml({ file, text: read.text }).yaml?.value;
    const said = typeof value === "object" && value !== null && "archive" in value ? value.archive : false;
    return said === true;
  }
  return undefined;
}

const mostBytes = 2 * 1024 * 1024;
