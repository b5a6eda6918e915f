import { LetterpressError } from "../../base/errors.ts";
import { formatProblem, isError } from "../../base/problem.ts";
import { readConfig } from "../../config/read-config.ts";
import { type Before, openSource } from "../../preview/export/source.ts";
import { withoutRoot } from "../../preview/text-editor.ts";
import type { RefFolder } from "../git/ref-folder.ts";

/** The newsletter of a ref, as far as it can be read. `list` is the id of the list that is compared. */
export async function beforeOf(ref: RefFolder, name: string, list: string): Promise<Before> {
  const { root, commit, absent, hasNewsletter } = ref;
  const before = { name, commit, absent };
  if (!hasNewsletter) return { ...before, faults: [] };
  const read = await readConfig(root).catch((fault: unknown) => {
    if (fault instanceof LetterpressError) return fault;
    throw fault;
  });
  if (read instanceof LetterpressError)
    return { ...before, faults: [withoutRoot(`${read.message} ${read.remedy}`, root)] };
  const { config, problems } = read;
  if (config === undefined)
    return {
      ...before,
      faults: problems.filter(isError).map((one) => withoutRoot(formatProblem(one), root)),
    };
  const chosen = config.lists.find(({ id }) => id === list) ?? config.lists[0];
  return { ...before, faults: [], source: await openSource(config, chosen) };
}
