import { basename } from "node:path/posix";
import { isCalendarDay } from "../base/clock.ts";
import { broaderTags } from "../base/language.ts";
import { inReadingOrder, type Position, type Problem, problem } from "../base/problem.ts";
import { suggest } from "../base/suggest.ts";
import type { Block, Issue } from "../model/issue.ts";
import { plainLine } from "../model/prose.ts";
import { checkShape } from "../source/check-shape.ts";
import { withoutEchoes } from "../source/yaml/echoes.ts";
import { recoverYaml, type Source, valueAt, type YamlFile, yamlPart } from "../source/yaml/read-yaml.ts";
import { blanksIn } from "./blanks.ts";
import { blockOutline, type OutlinedBlock } from "./block-outline.ts";
import { issueShape } from "./issue-shape.ts";
import type { Known } from "./kinds/known.ts";
import { canonicalTag, plainLanguage } from "./language.ts";
import { parseBlock } from "./parse-block.ts";
import { readPreheaders, readSubjects, samePreheader, senderOverrides, soundHead } from "./parse-head.ts";
import type { NamedImage } from "./pictures/read-images.ts";
import { unreadPictures } from "./pictures/unread-pictures.ts";
import { wrongEncoding } from "./wrong-encoding.ts";
import { otherDay as otherDayRule } from "../model/noticed/other-day.ts";
import { finding } from "../model/rule.ts";

export interface ParsedIssue {
  /**
   * What could be read: keys and blocks with an error in their form are left out, and something stands in for what is
   * needed. Only to look at, never to send, while one of the problems is an error. Undefined when the file has no keys.
   */
  readonly issue?: Issue;
  /** The pictures of blocks that were left out. */
  readonly others?: readonly NamedImage[];
  /** Every block of the file, in its order; none when the file has no keys. */
  readonly outline?: readonly OutlinedBlock[];
  /** Every finding of the file, in reading order. */
  readonly problems: readonly Problem[];
}

/** Reads one issue. Every finding of the file is returned at once. */
export function parseIssue(source: Source, known: Known): ParsedIssue {
  const read = recoverYaml(source);
  const { yaml, problems } = read;
  return yaml === undefined
    ? { problems: inReadingOrder(problems) }
    : parseIssueYaml(source.file, { ...read, yaml }, known);
}

/** The same for a file whose YAML has been read. */
export function parseIssueYaml(
  file: string,
  read: ReturnType<typeof recoverYaml> & { readonly yaml: YamlFile },
  known: Known,
): ParsedIssue {
  const { yaml } = read;
  if (typeof yaml.value !== "object" || yaml.value === null || Array.isArray(yaml.value))
    return { problems: inReadingOrder([...read.problems, ...withoutEchoes(read, [noIssue(yaml.at([]))])]) };
  const problems: Problem[] = [];
  const allFindings = () => inReadingOrder([...read.problems, ...withoutEchoes(read, problems)]);
  const shape = checkShape(yaml, issueShape, "the issue", "issue");
  problems.push(...shape.problems);
  const head = shape.value ?? soundHead(yaml.value, file);
  const language = canonicalTag(head?.language ?? "en");
  const own = plainLanguage(language);
  const nothing = plainLine("", yaml.at([]));
  const subjects = { [own]: [nothing], ...readSubjects(yaml, language, known, problems) };
  const preheaders = { [own]: nothing, ...readPreheaders(yaml, language, known, problems) };
  problems.push(...samePreheader(subjects, preheaders));
  const { blocks, others } = parseBlocks(yaml, known, problems);
  problems.push(...blanksIn(yaml, head?.status), ...wrongEncoding(yaml));
  const outline = blockOutline(yaml, blocksKey(yaml.value));
  if (head === undefined) return { outline, problems: allFindings() };
  if (shape.value !== undefined) problems.push(...otherDay(file, head.date, yaml.at(["date"])));
  const sender = senderOverrides(head, yaml);
  const issue: Issue = {
    id: basename(file.replaceAll("\\", "/")).replace(/\.ya?ml$/, ""),
    subjects,
    preheaders,
    ...(head.number === undefined ? {} : { number: head.number }),
    date: head.date,
    status: head.status,
    template: head.template,
    templateAt: yaml.at(["template"]),
    language,
    languageAt: yaml.at(["language"]),
    ...(head.dir === undefined ? {} : { direction: head.dir }),
    ...(sender === undefined ? {} : { sender }),
    ...(head.archive === undefined ? {} : { archive: head.archive }),
    blocks,
    ...(head.waive === undefined
      ? {}
      : { waivers: head.waive.map((one, index) => ({ ...one, at: yaml.at(["waive", index]) })) }),
    at: yaml.at([]),
  };
  return { issue, others, outline, problems: allFindings() };
}

function noIssue(at: Position): Problem {
  const message = "the file has no keys, as an issue has.";
  const remedy = 'Begin with "subject: …", or let npx letterpress new write an issue to fill in.';
  return problem(at, "issue/wrong-type", message, remedy);
}

/** A file that is copied from the last issue easily keeps its date. */
function otherDay(file: string, date: string, at: Position): readonly Problem[] {
  const named = /^\d{4}-\d{2}-\d{2}(?=\D|$)/.exec(basename(file.replaceAll("\\", "/")))?.[0];
  if (named === undefined || !isCalendarDay(named) || named === date) return [];
  const message = `the date is ${date}, and the name of the file says ${named}.`;
  const remedy = "Correct the one that is wrong; but do not rename an issue that was sent.";
  return [finding(at, otherDayRule, message, remedy)];
}

/** The template that an issue names, whatever else is wrong with it: its kinds of block must be known first. */
export function templateOf(yaml: YamlFile): string {
  const written = (yaml.value as { template?: unknown } | null)?.template;
  const read = issueShape.shape.template.safeParse(written);
  return read.success ? read.data : "weekly";
}

function parseBlocks(yaml: YamlFile, known: Known, problems: Problem[]) {
  const key = blocksKey(yaml.value);
  const list = valueAt(yaml.value, [key]);
  const blocks: Block[] = [];
  const others: NamedImage[] = [];
  for (const index of Array.isArray(list) ? list.keys() : []) {
    const entry = yamlPart(yaml, [key, index]);
    const block = parseBlock(entry, known, problems);
    if (block === undefined) others.push(...unreadPictures(entry));
    else blocks.push(block);
  }
  reportSamePolls(blocks, problems);
  return { blocks, others };
}

/** The blocks under a mistyped key are looked at too; the key is told by itself. */
function blocksKey(value: unknown): string {
  const keys = Object.keys(value ?? {});
  return keys.find((key) => key === "blocks") ?? keys.find((key) => suggest(key, ["blocks"])) ?? "blocks";
}

/** An id names a poll in the links of readers; the languages of one poll share it, because no reader gets both. */
function reportSamePolls(blocks: readonly Block[], problems: Problem[]): void {
  const seen: { readonly id: string; readonly language: string | undefined }[] = [];
  for (const { kind, parts, at, language } of blocks) {
    if (kind !== "poll" || parts.id?.type !== "id") continue;
    const { id } = parts.id;
    // Readers of de-AT get what is for de too.
    const apart = (other: string | undefined) =>
      language !== undefined &&
      other !== undefined &&
      !broaderTags(language).includes(other) &&
      !broaderTags(other).includes(language);
    if (seen.some((one) => one.id === id && !apart(one.language)))
      problems.push(problem(at, "issue/same-id", `two polls have the id "${id}".`, "Give each its own."));
    seen.push({ id, language });
  }
}
