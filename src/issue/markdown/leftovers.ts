import { shortened } from "../../base/shortened.ts";
import type { Fix } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import type { DeclaredFields } from "../merge-fields.ts";
import { templateTag } from "../../model/noticed/template-tag.ts";
import { foreignField } from "../../model/noticed/foreign-field.ts";
import type { RuleHead } from "../../model/rule.ts";

/** What readers would see of another program's notation, in text that is shown as it is. */
export interface Leftover {
  readonly rule: RuleHead;
  readonly index: number;
  readonly message: string;
  readonly remedy: string;
  readonly fix?: Fix;
}

export function leftoversIn(text: string, fields: DeclaredFields): readonly Leftover[] {
  return [...templateTags(text), ...foreignFields(text, fields)];
}

/** Liquid and Jinja have `{% … %}`, ERB and EJS `<% … %>`. */
function templateTags(text: string): readonly Leftover[] {
  return [...text.matchAll(/\{%[^{}%]{0,300}%\}|<%[^<>%]{0,300}%>/g)].map(({ 0: found, index }) => ({
    rule: templateTag,
    index,
    message: `readers see "${shortened(found, 40)}", because nothing here carries it out.`,
    remedy: /highlight|raw|code|verbatim/.test(found)
      ? "Put code between lines of ```."
      : "Delete it. What differs from reader to reader is written {{field|fallback}}.",
  }));
}

/** Merge fields as other newsletter programs write them, when their name is one of ours or they can be nothing else. */
function foreignFields(text: string, fields: DeclaredFields): readonly Leftover[] {
  const known = Object.keys(fields);
  const found = [...text.matchAll(notations)].flatMap(({ 0: written, index, groups }) => {
    const [notation = "", name = ""] = Object.entries(groups ?? {}).find(([, inner]) => inner) ?? [];
    const field = meant(name, known, exact.has(notation));
    if (field === undefined && notation !== "chimp") return [];
    return [{ written, index, field }];
  });
  return found.map(({ written, index, field }) => ({
    rule: foreignField,
    index,
    message: `readers see "${shortened(written, 40)}" as it stands: it is not a merge field here.`,
    remedy:
      field === undefined
        ? "Write {{field|fallback}}, with a field that letterpress.yaml declares."
        : `Did you mean {{${field}|…}}?`,
  }));
}

const notations =
  /\*\|(?<chimp>\w[\w:]*)\|\*|(?<!\{)\{\s*(?<brace>[A-Za-z][\w. -]{0,40}?)\s*(?:\|[^{}]*)?\}(?!\})|%(?<percent>[A-Za-z]\w{0,40})%|(?<![\w$\\])\$(?<dollar>[A-Za-z]\w{1,40})(?![\w$])|\[(?<double>\[[A-Za-z][\w -]{0,40}\])\]|\[(?<bracket>[A-Za-z][\w -]{0,40})\]/g;

const exact = new Set(["bracket", "double", "dollar"]);

/**
 * The declared field that a name stands for. In square brackets and behind $ people write much else, so there it must
 * be the same name.
 */
function meant(name: string, known: readonly string[], exactly: boolean): string | undefined {
  const bare = squeezed(name.split(".").at(-1) ?? "");
  const same = known.find((field) => squeezed(field) === (abbreviations[bare] ?? bare));
  if (same !== undefined || exactly || bare.length < 4) return same;
  return suggest(name, known);
}

const abbreviations: Readonly<Record<string, string>> = { fname: "firstname", lname: "lastname" };

function squeezed(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
