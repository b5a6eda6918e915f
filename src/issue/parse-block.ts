import { type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { AudienceExpression } from "../model/audience.ts";
import type { Block, Parts } from "../model/issue.ts";
import { languageField } from "../model/variant.ts";
import { parseAudience } from "../source/audience/parse-audience.ts";
import { checkShape } from "../source/check-shape.ts";
import { type Path, valueAt, type YamlFile, yamlPart } from "../source/yaml/read-yaml.ts";
import { blankMark } from "./blanks.ts";
import type { BlockKind } from "./kinds/block-kind.ts";
import { freeKind } from "./kinds/free-kind.ts";
import { type Known, kindsOf } from "./kinds/known.ts";
import { isLanguage, languageRemedy, plainLanguage } from "./language.ts";
import { partReader } from "./part-reader.ts";
import { plainWords } from "./plain-words.ts";
import { readParts } from "./read-parts.ts";
import { sameTitle } from "../model/noticed/same-title.ts";
import { finding } from "../model/rule.ts";

/** Reads the entry of one block. A block with an error has no value; its sound parts were read for their findings. */
export function parseBlock(entry: YamlFile, known: Known, problems: Problem[]): Block | undefined {
  const kinds = kindsOf(known);
  const name = kindName(entry, kinds, problems);
  const declared = name === undefined ? undefined : kinds.get(name);
  if (name === undefined || declared === undefined) return undefined;
  const written = valueAt(entry.value, [name]);
  if (Object.keys(declared.keys).length === 0 && declared.free !== true && typeof written === "string") {
    const message = `a ${name} holds nothing, and text stands behind it.`;
    problems.push(problem(entry.at([name]), "issue/wrong-type", message, `Write "- ${name}:" alone.`));
    return undefined;
  }
  const { yaml, bare } = withShorthand(yamlPart(entry, [name]), declared);
  const kind = declared.free === true ? freeKind(declared, yaml.value) : declared;
  const checked = checkShape(yaml, kind.shape, `the ${name} block`, "issue", bare);
  problems.push(...checked.problems);
  const parts = readParts(yaml, kind.keys, partReader(yaml, known.fields, problems));
  reportTwins(yaml, parts, problems);
  reportSameTitles(yaml, parts, problems);
  const only = readOnly(yaml, known, problems);
  const language = readLanguage(yaml, known, problems);
  if (checked.value === undefined) return undefined;
  return {
    kind: name,
    parts,
    ...(kind.free === true ? { free: true } : {}),
    ...(only === undefined ? {} : { only }),
    ...(language === undefined ? {} : { language }),
    at: entry.keyAt([name]),
  };
}

function kindName(
  entry: YamlFile,
  kinds: ReadonlyMap<string, BlockKind>,
  problems: Problem[],
): string | undefined {
  const names = [...kinds.keys()];
  const remedy = `Start it with its kind: ${names.join(", ")}.`;
  const value = entry.value;
  const [, word = "", colon] = typeof value === "string" ? (/^([\w-]+)(:(?=\S))?/.exec(value) ?? []) : [];
  if (kinds.has(word)) {
    const message = `the block "${word}" has no ${colon === undefined ? "colon" : "space behind its colon"}.`;
    problems.push(problem(entry.at([]), "issue/block-form", message, `Write "- ${word}: …".`));
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(
      problem(entry.at([]), "issue/block-form", "a block is not a map with its kind as the key.", remedy),
    );
    return undefined;
  }
  const [kind, ...others] = Object.keys(value);
  if (kind === undefined || others.length > 0) {
    const message =
      kind === undefined
        ? "a block is empty."
        : `a block has ${others.length + 1} keys: ${[kind, ...others].join(", ")}.`;
    const written = valueAt(value, [kind ?? ""]) ?? {};
    const bare = bareKey(written, kinds.get(kind ?? "")?.shorthand);
    const inOne =
      bare === undefined
        ? "A block has one key, its kind; indent the rest."
        : `Write "${bare}: …" below "${kind}:", and the rest beside that.`;
    problems.push(problem(entry.at([]), "issue/block-form", message, inOne));
    return undefined;
  }
  if (kinds.has(kind)) return kind;
  const message = `there is no block "${kind}".`;
  problems.push(problem(entry.keyAt([kind]), "issue/unknown-block", message, didYouMean(kind, names)));
  return undefined;
}

/**
 * A bare text or list as the map it stands for, and the key it stands for; places in it still point at what the editor
 * wrote. What was meant as a text and is none to YAML is one here too, so that it is told as such.
 */
function withShorthand(
  yaml: YamlFile,
  { shorthand, keys }: BlockKind,
): { readonly yaml: YamlFile; readonly bare?: string | undefined } {
  const { value } = yaml;
  // `- divider:` has no value, and needs none.
  if (value === null && Object.values(keys).every((key) => key.optional === true))
    return { yaml: yamlPart(yaml, [], {}) };
  const bare = bareKey(value, shorthand);
  if (bare === undefined) return { yaml };
  const reroute = (path: Path) => (path[0] === bare ? path.slice(1) : path);
  return { yaml: yamlPart(yaml, [], { [bare]: value }, reroute), bare };
}

/** The key that a bare text or list stands for; undefined for what is written with its keys. */
function bareKey(value: unknown, shorthand: BlockKind["shorthand"]): string | undefined {
  if (Array.isArray(value)) return shorthand?.list;
  return typeof value === "object" && value !== null ? undefined : shorthand?.text;
}

/** Of two items with one id nobody could tell which a reader chose. */
function reportTwins(yaml: YamlFile, parts: Parts, problems: Problem[]): void {
  for (const [name, part] of Object.entries(parts)) {
    if (part.type !== "list") continue;
    const ids = part.items.map((item) => (item.parts.id?.type === "id" ? item.parts.id.id : undefined));
    ids.forEach((id, index) => {
      if (id === undefined || ids.indexOf(id) === index) return;
      const at = yaml.at([name, index, "id"]);
      problems.push(problem(at, "issue/same-id", `two ${name} have the id "${id}".`, "Give each its own."));
    });
  }
}

/** Of two options that say the same nobody can choose one. */
function reportSameTitles(yaml: YamlFile, parts: Parts, problems: Problem[]): void {
  for (const [name, part] of Object.entries(parts)) {
    if (part.type !== "list") continue;
    const titles = part.items.map(({ parts: { id, title } }) =>
      id !== undefined && title?.type === "line" ? plainWords(title.line) : undefined,
    );
    titles.forEach((title, index) => {
      if (title === undefined || title.includes(blankMark) || titles.indexOf(title) === index) return;
      const at = yaml.at([name, index, "title"]);
      const message = `two ${name} have the same title.`;
      problems.push(finding(at, sameTitle, message, "Let each say something else."));
    });
  }
}

function readOnly(yaml: YamlFile, known: Known, problems: Problem[]): AudienceExpression | undefined {
  const written = valueAt(yaml.value, ["only"]);
  if (typeof written !== "string") return undefined;
  const { fields, lists = [], tags = [] } = known;
  const place = (line: number, column: number) => yaml.within(["only"], line, column);
  const read = parseAudience(written, place, { fields: Object.keys(fields), lists, tags, types: fields });
  problems.push(...read.problems);
  return read.expression;
}

function readLanguage(yaml: YamlFile, { fields }: Known, problems: Problem[]): string | undefined {
  const written = valueAt(yaml.value, ["lang"]);
  if (typeof written !== "string") return undefined;
  const at = yaml.at(["lang"]);
  if (!isLanguage(written)) {
    const message = `"${written}" is not a language tag.`;
    problems.push(problem(at, "issue/language", message, languageRemedy(written)));
    return undefined;
  }
  if (!Object.hasOwn(fields, languageField)) problems.push(noLanguageField(at));
  return plainLanguage(written);
}

/** Nobody would get the other languages: nothing says who reads what. */
export function noLanguageField(at: Problem["at"]): Problem {
  const message = `nothing says which language a reader reads: there is no field "${languageField}".`;
  return problem(
    at,
    "issue/no-language-field",
    message,
    `Declare "${languageField}" under fields in letterpress.yaml.`,
  );
}
