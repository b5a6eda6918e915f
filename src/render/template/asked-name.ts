import type { Problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import { placesIn } from "./places.ts";
import type { TemplateFile } from "./template.ts";
import { unknownName } from "./unknown-name.ts";
import type { Context } from "./value.ts";

export interface Asking {
  /** The files being filled, the innermost last. */
  readonly entered: readonly TemplateFile[];
  /** All that can be included. */
  readonly parts: ReadonlyMap<string, TemplateFile>;
  readonly root: Context;
  /** The names of a block without rules. */
  readonly open: readonly string[] | undefined;
}

/**
 * The name that {{#if}} and its like were asked for, when it is not there; Handlebars takes it for an empty value. What
 * a block may have and has not is there, and empty. A block without rules may lack any other name, and so may the block
 * in which a shared file is included: there only a slip of a name that is there is told.
 */
export function askedName(here: unknown, options: object, asking: Asking): Problem | undefined {
  const asked = asking.entered.toReversed().flatMap((file) => askedAt(file, options) ?? [])[0];
  return asked === undefined ? undefined : judged(asked, here, asking);
}

/**
 * The names that do not exist of which an include hands over the value: `typo` of {{> label says=words.typo}}.
 * Handlebars takes them for empty, and the file that is included finds a name that is there. `name` is that of the
 * included file, `values` are all that it gets, `handed` what the include itself says.
 */
export function handedNames(
  name: string,
  values: unknown,
  handed: Readonly<Record<string, unknown>>,
  asking: Asking,
): readonly Problem[] {
  const file = asking.entered.at(-1);
  const empty = Object.entries(handed).filter(([, value]) => value === undefined);
  if (file === undefined || empty.length === 0) return [];
  const own = typeof values === "object" && values !== null ? Object.entries(values) : [];
  const here = Object.fromEntries(own.filter(([, value]) => value !== undefined));
  const included = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const includes = [...file.text.matchAll(new RegExp(`\\{\\{~?#?>\\s*["']?${included}["']?\\s[^{}]*`, "g"))];
  return includes.flatMap(({ 0: include, index }) =>
    empty.flatMap(([key]) => {
      const [whole = "", path = ""] = new RegExp(`\\s${key}=([a-z_@.][\\w@./-]*)`, "i").exec(include) ?? [];
      const start = index + include.indexOf(whole) + whole.length - path.length;
      return path === "" ? [] : (judged({ file, path, start }, here, asking) ?? []);
    }),
  );
}

interface Asked {
  readonly file: TemplateFile;
  readonly path: string;
  /** Where the path begins in the text of the file. */
  readonly start: number;
}

function judged({ file, path, start }: Asked, here: unknown, asking: Asking): Problem | undefined {
  const { entered, root, open } = asking;
  const missing = missingStep(path, here, root);
  // {{#each items as |item|}} makes names of which nothing is known here.
  if (missing === undefined || (missing.first && /\bas \|/.test(file.text))) return undefined;
  const shared = missing.first && file !== entered[0];
  if (shared && argumentsIn(asking).has(missing.name)) return undefined;
  const meant = suggest(missing.name, open ?? missing.known);
  if ((shared || open !== undefined) && meant === undefined) return undefined;
  return unknownName(missing.name, path, placesIn(file)(start), root, missing.known);
}

/** What stands behind the name of the helper, at the place that Handlebars names. */
function askedAt(file: TemplateFile, options: object): Asked | undefined {
  const { loc } = options as {
    readonly loc?: { readonly start: { readonly line: number; readonly column: number } };
  };
  if (loc === undefined) return undefined;
  const { line, column } = loc.start;
  const offset = file.text.split("\n", line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column;
  const pattern = /\{\{~?(?:#|\^|else\s+)?\s*(?:if|unless|each|with)\s+([\w@./-]+)/y;
  pattern.lastIndex = offset;
  const [whole, path] = pattern.exec(file.text) ?? [];
  return whole === undefined || path === undefined
    ? undefined
    : { file, path, start: offset + whole.length - path.length };
}

interface MissingStep {
  readonly name: string;
  readonly known: readonly string[];
  /** It is the first of its path. */
  readonly first: boolean;
}

function missingStep(path: string, here: unknown, root: Context): MissingStep | undefined {
  const inRoot = path.startsWith("@root.");
  const steps = path.replace(/^(?:@root\.|this\.|\.\/)/, "").split(".");
  // Of ../name and @index the group is not known here.
  if (/^(?:\.\.|@)/.test(steps.join("."))) return undefined;
  let group: unknown = inRoot ? root : here;
  for (const [index, name] of steps.entries()) {
    // What is absent is an empty text, and has nothing in it.
    if (typeof group !== "object" || group === null) return undefined;
    if (!Object.hasOwn(group, name))
      return { name, known: group instanceof String ? [] : Object.keys(group), first: index === 0 };
    group = (group as Context)[name];
  }
  return undefined;
}

/** The names that files of the template hand to what they include: `says` of {{> label says=words.poll}}. */
function argumentsIn({ entered, parts }: Asking): ReadonlySet<string> {
  const texts = [...entered, ...parts.values()].map(({ text }) => text);
  const includes = texts.flatMap((text) => text.match(/\{\{~?#?>[^{}]*\}\}/g) ?? []);
  return new Set(
    includes.flatMap((one) => [...one.matchAll(/([\w-]+)=/g)].flatMap(([, name]) => name ?? [])),
  );
}
