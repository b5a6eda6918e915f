import { z } from "zod";
import { parseAddress } from "../base/address.ts";
import { isCalendarDay } from "../base/clock.ts";
import { type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import { issueStatuses, type Localized, type SenderOverrides } from "../model/issue.ts";
import type { Line } from "../model/prose.ts";
import { languageField } from "../model/variant.ts";
import { checkShape } from "../source/check-shape.ts";
import { type Path, valueAt, type YamlFile, yamlPart } from "../source/read-yaml.ts";
import type { Known } from "./known.ts";
import { canonicalTag, isLanguage } from "./language.ts";
import { noLanguageField } from "./parse-block.ts";
import { partReader } from "./part-reader.ts";
import { lineShape } from "./shapes.ts";

const address = z.string().superRefine((text, context) => {
  const parsed = parseAddress(text);
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (parsed.status === "invalid")
    refuse(`is not an address: ${parsed.reason}.\nWrite it like news@example.org.`);
  else if (parsed.address.needsUtf8)
    refuse("is not ASCII before the @, which many mail servers refuse.\nUse plain letters there.");
});

const missing = "is missing.\nAdd a text.";

/** The keys of an issue file. Subjects and blocks are checked one by one, so that each finding names its own. */
export const issueShape = z
  .strictObject({
    subject: z.nonoptional(z.unknown(), { error: missing }),
    preheader: z.nonoptional(z.unknown(), { error: missing }),
    number: z
      .int()
      .positive()
      .optional()
      .meta({
        description: "The number of the issue, one more than that of the last.",
        examples: [42, 43],
      }),
    date: z
      .string()
      .refine(isCalendarDay, {
        error: ({ input }) =>
          /^\d{4}-\d{2}-\d{2}$/.test(String(input))
            ? "is a day that no calendar has.\nCorrect the month or the day."
            : "is not a day.\nWrite it as YYYY-MM-DD.",
      })
      .meta({
        description: "The day of the issue, YYYY-MM-DD.",
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        examples: ["2026-09-01", "2026-12-24"],
      }),
    status: z
      .enum(issueStatuses)
      .default("draft")
      .meta({
        description: "A draft is never sent. Write ready when it may go.",
        enumDescriptions: ["Still being written: never sent.", "May go: the next send takes it."],
      }),
    template: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, "is not the name of a template.\nName a folder below templates/.")
      .default("weekly")
      .meta({
        description: "How the issue looks: a folder below templates/.",
        examples: ["weekly", "letter", "digest"],
      }),
    language: z
      .string()
      .refine(isLanguage, 'is not a language tag.\nWrite it like "en" or "pt-BR".')
      .default("en")
      .meta({ description: "The language of the issue.", examples: ["en", "pt-BR"] }),
    dir: z
      .enum(["ltr", "rtl"])
      .optional()
      .meta({
        description: "The direction of writing; left out, it follows from the language.",
        enumDescriptions: ["From left to right, as English.", "From right to left, as Arabic and Hebrew."],
      }),
    from: z
      .strictObject({
        name: lineShape.optional().meta({
          description: "The name that readers see as the sender.",
          examples: ["Ada at The Weekly", "The Weekly"],
        }),
        email: address.optional().meta({
          description: "The address that readers see as the sender.",
          examples: ["ada@news.example.org", "desk@news.example.org"],
        }),
      })
      .optional()
      .describe("Another sender for this issue than letterpress.yaml says."),
    replyTo: address.optional().meta({
      description: "Where answers to this issue go.",
      examples: ["desk@news.example.org", "ada@news.example.org"],
    }),
    blocks: z
      .array(z.unknown())
      .min(1, "is empty.\nAn issue needs at least one block.")
      .describe("What readers see, from top to bottom. Each block is a map with one key, its kind."),
  })
  .describe("One issue of a newsletter.");

export type Head = z.output<typeof issueShape>;

/**
 * The head of a file with faults, as far as it can be read: a key that is wrong counts as left out. Undefined when what is
 * needed is not there.
 */
export function soundHead(value: unknown): Head | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const sound = Object.entries(issueShape.shape).flatMap(([key, shape]) =>
    Object.hasOwn(given, key) && shape.safeParse(given[key]).success ? [[key, given[key]] as const] : [],
  );
  const read = issueShape.safeParse(Object.fromEntries(sound));
  return read.success ? read.data : undefined;
}

/** Reads the subjects: one, a list that is tested, or one of these for each language. */
export function readSubjects(
  yaml: YamlFile,
  language: string,
  known: Known,
  problems: Problem[],
): Localized<readonly Line[]> {
  const subjects = localized(yaml, "subject", language, known, problems, (path) =>
    readArms(yaml, path, known, problems),
  );
  const arms = Object.values(subjects).map((one) => one.length);
  if (new Set(arms).size > 1) {
    const message = `the languages have different numbers of subjects: ${arms.join(" and ")}.`;
    problems.push(
      problem(yaml.at(["subject"]), "issue/subject-arms", message, "Write as many for each language."),
    );
  }
  return subjects;
}

export function readPreheaders(
  yaml: YamlFile,
  language: string,
  known: Known,
  problems: Problem[],
): Localized<Line> {
  return localized(yaml, "preheader", language, known, problems, (path) =>
    readLine(yaml, path, known, problems),
  );
}

/** What the issue says of its sender. */
export function senderOverrides(head: Head, yaml: YamlFile): SenderOverrides | undefined {
  const { from, replyTo } = head;
  if (from === undefined && replyTo === undefined) return undefined;
  return {
    ...(from?.name === undefined ? {} : { fromName: from.name.trim() }),
    ...(from?.email === undefined ? {} : { fromEmail: canonical(from.email) }),
    ...(replyTo === undefined ? {} : { replyTo: canonical(replyTo) }),
    at: yaml.keyAt([from === undefined ? "replyTo" : "from"]),
  };
}

function localized<Value>(
  yaml: YamlFile,
  key: string,
  language: string,
  known: Known,
  problems: Problem[],
  read: (path: Path) => Value | undefined,
): Localized<Value> {
  const value = valueAt(yaml.value, [key]);
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const one = read([key]);
    return one === undefined ? {} : { [language]: one };
  }
  const tags = Object.keys(value);
  for (const tag of tags.filter((one) => !isLanguage(one)))
    problems.push(
      problem(
        yaml.keyAt([key, tag]),
        "issue/language",
        `"${tag}" is not a language tag.`,
        'Write it like "en" or "pt-BR".',
      ),
    );
  if (!tags.some((tag) => isLanguage(tag) && canonicalTag(tag) === language)) {
    const message = `"${key}" has nothing in "${language}", the language of the issue.`;
    problems.push(
      problem(
        yaml.keyAt([key]),
        "issue/language-missing",
        message,
        `Add ${language}: to it. ${didYouMean(language, tags)}`,
      ),
    );
  }
  if (tags.length > 1 && !Object.hasOwn(known.fields, languageField))
    problems.push(noLanguageField(yaml.keyAt([key])));
  return Object.fromEntries(
    tags.filter(isLanguage).flatMap((tag) => {
      const one = read([key, tag]);
      return one === undefined ? [] : [[canonicalTag(tag), one]];
    }),
  );
}

const mostArms = 5;

function readArms(
  yaml: YamlFile,
  path: Path,
  known: Known,
  problems: Problem[],
): readonly Line[] | undefined {
  const value = valueAt(yaml.value, path);
  if (!Array.isArray(value)) {
    const one = readLine(yaml, path, known, problems);
    return one === undefined ? undefined : [one];
  }
  const report = (message: string, remedy: string) =>
    problems.push(problem(yaml.at(path), "issue/subject-arms", message, remedy));
  if (value.length < 2)
    report(
      "a list of subjects is a test, and this has fewer than two.",
      "Write one text, or add another subject.",
    );
  if (value.length > mostArms)
    report(
      `${value.length} subjects are tested at once.`,
      `Test ${mostArms} at most: each reader sees one of them.`,
    );
  const lines = value.flatMap((_, index) => readLine(yaml, [...path, index], known, problems) ?? []);
  return lines.length === 0 ? undefined : lines;
}

function readLine(yaml: YamlFile, path: Path, known: Known, problems: Problem[]): Line | undefined {
  const checked = checkShape(yamlPart(yaml, path), lineShape, `the ${String(path[0])}`, "issue");
  problems.push(...checked.problems);
  return checked.value === undefined ? undefined : partReader(yaml, known.fields, problems).line(path);
}

function canonical(email: string): string {
  const parsed = parseAddress(email);
  return parsed.status === "valid" ? parsed.address.email : email;
}
