import { type Position, type Problem, problem } from "../../base/problem.ts";
import { didYouMean, suggest } from "../../base/suggest.ts";
import type { Context } from "./value.ts";

/**
 * A name that a template shows and that is not there. `path` is how it is written, `theme.light.ink`; `here` are the
 * names in the group where it was looked for, undefined when not even that group is there.
 */
export function unknownName(
  name: string,
  path: string,
  at: Position,
  context: Context,
  here: readonly string[] | undefined,
): Problem {
  const found = (missing: string, remedy: string) =>
    problem(
      at,
      "render/template-name",
      `the template names "${missing}", which does not exist here.`,
      remedy,
    );
  const first = path.split(".")[0] ?? "";
  const inRoot = Object.hasOwn(context, first) && !(here ?? []).includes(first);
  if (here === undefined) {
    const missing = firstMissing(path, context);
    if (missing === undefined) return found(path || name, inRoot ? rooted(path) : naming);
    return found(missing.path, didYouMean(missing.path.split(".").at(-1) ?? "", missing.known));
  }
  if (suggest(name, here) === undefined && inRoot) return found(path, rooted(path));
  return found(name, here.length === 0 ? naming : didYouMean(name, here));
}

function rooted(path: string): string {
  return `Inside {{#each}} and {{#with}} write {{@root.${path}}}.`;
}

const naming = "Correct the name; npx letterpress docs templates lists every name a template can use.";

/** The first step of a path from the root that leads nowhere, and the names there are in its place. */
export function firstMissing(
  path: string,
  context: Context,
): { readonly path: string; readonly known: readonly string[] } | undefined {
  const steps = path.replace(/^@root\./, "").split(".");
  let group: unknown = context;
  for (const [index, step] of steps.entries()) {
    if (typeof group !== "object" || group === null) return undefined;
    if (!Object.hasOwn(group, step))
      return { path: steps.slice(0, index + 1).join("."), known: Object.keys(group) };
    group = (group as Context)[step];
  }
  return undefined;
}
