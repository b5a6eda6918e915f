import { basename } from "node:path/posix";
import { z } from "zod";
import { isCalendarDay } from "../base/clock.ts";
import { directionOf } from "../base/language.ts";
import { inReadingOrder, isError, type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import { type Block, type BlockKind, blockKinds, type Issue, issueStatuses } from "../model/issue.ts";
import { checkShape } from "../source/check-shape.ts";
import { withoutEchoes } from "../source/echoes.ts";
import { recoverYaml, type Source, type YamlFile, yamlPart } from "../source/read-yaml.ts";
import type { BlockReader } from "./block-reader.ts";
import { blockReaders } from "./blocks/all.ts";
import { checkParts } from "./check-parts.ts";
import type { DeclaredFields } from "./merge-fields.ts";
import { partReader } from "./part-reader.ts";
import { lineShape } from "./shapes.ts";

/** The keys of an issue file. Blocks are checked one by one, so that each finding names its own block. */
export const issueShape = z
  .strictObject({
    subject: lineShape.meta({
      description: "The subject of the mail. {{field|fallback}} is filled in for each reader.",
      examples: ["Two founders, one feud"],
    }),
    preheader: lineShape.describe(
      "What mail programs show behind the subject: one sentence, 40 to 90 characters.",
    ),
    number: z.int().positive().optional().describe("The number of the issue."),
    date: z
      .string()
      .refine(isCalendarDay, "is not a day.\nWrite it as YYYY-MM-DD.")
      .meta({
        description: "The day of the issue, YYYY-MM-DD.",
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        examples: ["2026-09-01"],
      }),
    status: z
      .enum(issueStatuses)
      .default("draft")
      .describe("A draft is never sent. Write ready when it may go."),
    template: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, "is not the name of a template.\nName a folder below templates/.")
      .default("weekly")
      .describe("A folder below templates/."),
    language: z
      .string()
      .refine(isLanguage, 'is not a language tag.\nWrite it like "en" or "pt-BR".')
      .default("en")
      .meta({ description: "The language of the issue.", examples: ["en", "pt-BR"] }),
    dir: z
      .enum(["ltr", "rtl"])
      .optional()
      .describe("The direction of writing; left out, it follows from the language."),
    blocks: z
      .array(z.unknown())
      .min(1, "is empty.\nAn issue needs at least one block.")
      .describe("What readers see, from top to bottom. Each block is a map with one key, its kind."),
  })
  .describe("One issue of a newsletter.");

/** Reads one issue. Every finding of the file is returned at once; there is an issue only when none is an error. */
export function parseIssue(
  source: Source,
  known: { readonly fields: DeclaredFields },
): { readonly issue?: Issue; readonly problems: readonly Problem[] } {
  const read = recoverYaml(source);
  const { yaml } = read;
  if (yaml === undefined) return { problems: inReadingOrder(read.problems) };
  const problems: Problem[] = [];
  const allFindings = () => inReadingOrder([...read.problems, ...withoutEchoes(read, problems)]);
  const shape = checkShape(yaml, issueShape, "the issue", "issue");
  problems.push(...shape.problems);
  const blocks = parseBlocks(yaml, known.fields, problems);
  const head = shape.value;
  const parts = partReader(yaml, yaml.at([]), known.fields, problems);
  if (head === undefined) {
    for (const key of ["subject", "preheader"]) checkParts(yaml, lineShape, [key], parts);
    return { problems: allFindings() };
  }
  const issue: Issue = {
    id: basename(source.file.replaceAll("\\", "/")).replace(/\.ya?ml$/, ""),
    subject: parts.line(["subject"]),
    preheader: parts.line(["preheader"]),
    ...(head.number === undefined ? {} : { number: head.number }),
    date: head.date,
    status: head.status,
    template: head.template,
    templateAt: yaml.at(["template"]),
    language: head.language,
    languageAt: yaml.at(["language"]),
    direction: head.dir ?? directionOf(head.language),
    blocks,
    at: yaml.at([]),
  };
  const ordered = allFindings();
  return ordered.some(isError) ? { problems: ordered } : { issue, problems: ordered };
}

function parseBlocks(yaml: YamlFile, fields: DeclaredFields, problems: Problem[]): readonly Block[] {
  const list = (yaml.value as { blocks?: unknown } | null)?.blocks;
  if (!Array.isArray(list)) return [];
  const blocks = list.flatMap(
    (_, index) => parseBlock(yamlPart(yaml, ["blocks", index]), fields, problems) ?? [],
  );
  reportSamePolls(blocks, problems);
  return blocks;
}

function parseBlock(entry: YamlFile, fields: DeclaredFields, problems: Problem[]): Block | undefined {
  const kind = kindOf(entry, problems);
  if (kind === undefined) return undefined;
  const reader = blockReaders[kind];
  const yaml = withShorthand(yamlPart(entry, [kind]), reader);
  const checked = checkShape(yaml, reader.shape, `the ${kind} block`, "issue");
  problems.push(...checked.problems);
  const parts = partReader(yaml, entry.keyAt([kind]), fields, problems);
  if (checked.value !== undefined) return reader.read(checked.value, parts);
  checkParts(yaml, reader.shape, [], parts);
  return undefined;
}

function kindOf(entry: YamlFile, problems: Problem[]): BlockKind | undefined {
  const remedy = `Start it with its kind: ${blockKinds.join(", ")}.`;
  const value = entry.value;
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
    problems.push(
      problem(entry.at([]), "issue/block-form", message, "A block has one key, its kind; indent the rest."),
    );
    return undefined;
  }
  const known = blockKinds.find((one) => one === kind);
  if (known === undefined)
    problems.push(
      problem(
        entry.keyAt([kind]),
        "issue/unknown-block",
        `there is no block "${kind}".`,
        didYouMean(kind, blockKinds),
      ),
    );
  return known;
}

/** A bare text or list as the map it stands for; places in it still point at what the editor wrote. */
function withShorthand(yaml: YamlFile, { shorthand }: BlockReader): YamlFile {
  const key =
    typeof yaml.value === "string"
      ? shorthand?.text
      : Array.isArray(yaml.value)
        ? shorthand?.list
        : undefined;
  if (key === undefined) return yaml;
  return yamlPart(yaml, [], { [key]: yaml.value }, (path) => (path[0] === key ? path.slice(1) : path));
}

function reportSamePolls(blocks: readonly Block[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const block of blocks) {
    if (block.kind !== "poll") continue;
    if (seen.has(block.id))
      problems.push(
        problem(block.at, "issue/same-id", `two polls have the id "${block.id}".`, "Give each its own."),
      );
    seen.add(block.id);
  }
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
