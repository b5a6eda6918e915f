import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Data of somebody else in a file of ours, which says whose they are and under which terms. */
export interface BundledData {
  readonly source: string;
  /** The paragraphs of its licence. */
  readonly licence: readonly string[];
}

/** What those of `inputs` say, paths from `root` on, that are JSON of ours and have a licence of their own. */
export async function readData(root: string, inputs: readonly string[]): Promise<readonly BundledData[]> {
  const ours = inputs.filter((path) => path.startsWith("src/") && path.endsWith(".json"));
  const all = await Promise.all(
    ours.map(async (path) => JSON.parse(await readFile(join(root, path), "utf8")) as Partial<BundledData>),
  );
  return all.flatMap(({ source, licence }) =>
    source === undefined || licence === undefined ? [] : [{ source, licence }],
  );
}
