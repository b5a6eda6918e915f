import { blankMark } from "../blanks.ts";
import { builtInKinds } from "../blocks/all.ts";
import type { BlockKind } from "../kinds/block-kind.ts";
import { freeKind } from "../kinds/free-kind.ts";
import { isLanguage } from "../language.ts";
import type { DeclaredFields } from "../merge-fields.ts";
import { commented, needsPicture, type Pen, skeletonOf } from "./skeleton.ts";
import { yamlText } from "./yaml-text.ts";

export interface NewIssue {
  /** The subject; one line. */
  readonly title: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly number?: number;
  readonly template: string;
  /** The kinds of block that the template adds. */
  readonly kinds: readonly BlockKind[];
  readonly fields: DeclaredFields;
  /** What the issue says that lends its skeleton, as plain values; without it the issue is a first one. */
  readonly like?: unknown;
  /** Whether a poll somewhere has this id already. */
  isTaken(id: string): boolean;
}

/** The text of a new issue. `leftOut` names blocks of the skeleton that the template does not have. */
export function scaffoldIssue(issue: NewIssue): {
  readonly text: string;
  readonly leftOut: readonly string[];
} {
  const like = isMap(issue.like) ? issue.like : {};
  const known = new Map([...issue.kinds, ...builtInKinds].map((kind) => [kind.name, kind]));
  const entries = entriesOf(like.blocks);
  const usable = entries.filter(([name]) => known.has(name));
  const ids = idMaker(issue);
  const blocks = (some: readonly Entry[]) =>
    some.flatMap(([name, value]) => {
      const kind = known.get(name);
      return kind === undefined ? [] : [blockLines(kind, value, penFor(name, ids))];
    });
  const sets = (lines: readonly string[]) => lines.some((line) => !/^ *(?:#|$)/.test(line));
  const last = blocks(usable);
  const written = last.some(sets) ? last : [...last, ...blocks(firstBlocks(issue.fields))];
  const text = [...headLines(issue, like), "", "blocks:", ...written.flatMap((one) => [...one, ""])];
  return {
    text: `${text.join("\n").trimEnd()}\n`,
    leftOut: entries.filter(([name]) => !known.has(name)).map(([name]) => name),
  };
}

export const schemaFile = ".letterpress/issue.schema.json";

function headLines({ title, day, number, template }: NewIssue, like: Readonly<Record<string, unknown>>) {
  const { language, dir } = like;
  const own = typeof language === "string" && isLanguage(language) ? language : undefined;
  return [
    `# yaml-language-server: $schema=../${schemaFile}`,
    `# ${blankMark} marks what is still to be written. While there is one, the issue is a draft and is not sent.`,
    ...perLanguage("subject", like.subject, own ?? "en", yamlText(title), "The subject in this language"),
    ...perLanguage("preheader", like.preheader, own ?? "en", blankLine(preheaderWords), preheaderWords),
    ...(number === undefined ? [] : [`number: ${number}`]),
    `date: ${day}`,
    'status: draft  # "ready" when it may go',
    `template: ${template}`,
    ...(own === undefined ? [] : [`language: ${yamlText(own)}`]),
    ...(dir === "ltr" || dir === "rtl" ? [`dir: ${dir}`] : []),
  ];
}

const preheaderWords = "One sentence that goes on where the subject ends";

/** A key that had a text for each language has one for each again. */
function perLanguage(key: string, before: unknown, language: string, own: string, words: string) {
  const others = isMap(before)
    ? Object.keys(before).filter((tag) => isLanguage(tag) && tag !== language)
    : [];
  if (others.length === 0) return [`${key}: ${own}`];
  return [
    `${key}:`,
    `  ${yamlText(language)}: ${own}`,
    ...others.map((tag) => `  ${yamlText(tag)}: ${blankLine(words)}`),
  ];
}

type Entry = readonly [kind: string, value: unknown];

function entriesOf(blocks: unknown): readonly Entry[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((entry): Entry[] => {
    const [first, ...others] = isMap(entry) ? Object.entries(entry) : [];
    return first === undefined || others.length > 0 ? [] : [first];
  });
}

function firstBlocks(fields: DeclaredFields): readonly Entry[] {
  const greeting = Object.hasOwn(fields, "firstName") ? "Hello {{firstName|there}}," : "";
  return [
    ["letter", greeting],
    ["feature", {}],
    ["briefs", { items: [{}, {}] }],
    ["signoff", ""],
  ];
}

/** A block as it stands in the file, below a comment that says what it is for. */
function blockLines(kind: BlockKind, value: unknown, pen: Pen): readonly string[] {
  const [first = "", ...others] = skeletonOf(kind.free === true ? freeKind(kind, value) : kind, pen, value);
  const lines = [`- ${first}`, ...others.map((line) => (line === "" ? "" : `  ${line}`))];
  const description = kind.description.replace(/\s+/g, " ").trim();
  const optional = kind.name === "sponsor" || needsPicture(kind.free === true ? freeKind(kind, value) : kind);
  const written = optional
    ? [`# ${description} To have one, take the "# " away:`, ...commented(lines)]
    : [`# ${description}`, ...lines];
  return written.map((line) => (line === "" ? "" : `  ${line}`));
}

function penFor(kind: string, ids: (kind: string) => string): Pen {
  return {
    line: blankLine,
    link: () => `https://example.org/${blankMark}`,
    id: (_, nth) => (nth === undefined ? ids(kind) : letterOf(nth)),
    value: yamlText,
    text: (words) => [`${blankMark} ${words}`],
    textLike(before, words) {
      const [greeting = ""] = before.trimStart().split("\n", 1);
      const returns = greeting.includes("{{") && greeting.length <= longestGreeting;
      return returns ? [greeting.trim(), "", `${blankMark} ${words}`] : [`${blankMark} ${words}`];
    },
  };
}

const longestGreeting = 80;

function blankLine(words: string): string {
  return yamlText(`${blankMark} ${words.replace(/\s+/g, " ")}`);
}

/** Ids that no poll has had: they are part of the links of readers. */
function idMaker({ number, day, isTaken }: NewIssue): (kind: string) => string {
  const given = new Set<string>();
  return (kind) => {
    const prefix =
      kind
        .toLowerCase()
        .replace(/[^a-z0-9]/g, "")
        .slice(0, 12) || "id";
    const base = `${prefix}-${number ?? day}`;
    for (let nth = 1; ; nth++) {
      const id = nth === 1 ? base : `${base}-${nth}`;
      if (given.has(id) || isTaken(id)) continue;
      given.add(id);
      return id;
    }
  };
}

/** `a`, `b`, `c` … */
function letterOf(nth: number): string {
  return String.fromCharCode("a".charCodeAt(0) + nth);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
