import { parseAddress } from "../base/address.ts";
import { isCalendarDay } from "../base/clock.ts";
import { type Problem, problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Localized, SenderOverrides } from "../model/issue.ts";
import type { Line } from "../model/prose.ts";
import { languageField } from "../model/variant.ts";
import { checkShape } from "../source/check-shape.ts";
import { type Path, valueAt, type YamlFile, yamlPart } from "../source/yaml/read-yaml.ts";
import { type Head, issueShape } from "./issue-shape.ts";
import type { Known } from "./kinds/known.ts";
import { isLanguage, languageRemedy, plainLanguage } from "./language.ts";
import { emptiedBy } from "./nothing-said.ts";
import { noLanguageField } from "./parse-block.ts";
import { partReader } from "./part-reader.ts";
import { plainWords } from "./plain-words.ts";
import { lineShape } from "./shapes.ts";
import { samePreheader as samePreheaderRule } from "../model/noticed/same-preheader.ts";
import { finding } from "../model/rule.ts";

/**
 * The head of a file with faults, as far as it can be read: a key that is wrong counts as left out, and something
 * stands in for one that is needed, so that the rest of the file and its template are looked at in the same run.
 */
export function soundHead(value: object, file: string): Head | undefined {
  const given = value as Readonly<Record<string, unknown>>;
  const sound = Object.entries(issueShape.shape).flatMap(([key, shape]) =>
    Object.hasOwn(given, key) && shape.safeParse(given[key]).success ? [[key, given[key]] as const] : [],
  );
  const day = /\d{4}-\d{2}-\d{2}/.exec(file)?.[0] ?? "";
  const standIns = {
    subject: "",
    preheader: "",
    date: isCalendarDay(day) ? day : "2000-01-01",
    blocks: [{}],
  };
  const read = issueShape.safeParse({ ...standIns, ...Object.fromEntries(sound) });
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

/** A preheader stands right behind the subject, so that readers would see the same twice. */
export function samePreheader(
  subjects: Localized<readonly Line[]>,
  preheaders: Localized<Line>,
): readonly Problem[] {
  return Object.entries(preheaders).flatMap(([language, preheader]) => {
    const words = plainWords(preheader);
    if (emptiedBy(preheader.parts) !== undefined) return [];
    if (!(subjects[language] ?? []).some((subject) => plainWords(subject) === words)) return [];
    const message = "the preheader says the same as the subject, and stands right behind it.";
    const remedy = "Go on where the subject ends.";
    return [finding(preheader.at, samePreheaderRule, message, remedy)];
  });
}

/** What the issue says of its sender. */
export function senderOverrides(head: Head, yaml: YamlFile): SenderOverrides | undefined {
  const { from, replyTo } = head;
  if (from === undefined && replyTo === undefined) return undefined;
  return {
    ...(from?.name === undefined ? {} : { fromName: from.name.trim() }),
    ...(from?.email === undefined ? {} : { fromEmail: canonical(from.email) }),
    ...(replyTo === undefined ? {} : { replyTo: canonical(replyTo) }),
    at: {
      ...(from === undefined ? {} : { from: yaml.keyAt(["from"]) }),
      ...(replyTo === undefined ? {} : { replyTo: yaml.keyAt(["replyTo"]) }),
    },
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
    return one === undefined ? {} : { [plainLanguage(language)]: one };
  }
  const tags = Object.keys(value);
  for (const tag of tags.filter((one) => !isLanguage(one)))
    problems.push(
      problem(
        yaml.keyAt([key, tag]),
        "issue/language",
        `"${tag}" is not a language tag.`,
        languageRemedy(tag),
      ),
    );
  const canonical = tags.map((tag) => (isLanguage(tag) ? plainLanguage(tag) : tag));
  for (const [index, tag] of tags.entries())
    if (canonical.indexOf(canonical[index] ?? "") !== index)
      problems.push(
        problem(
          yaml.keyAt([key, tag]),
          "issue/language",
          `"${canonical[index]}" is written twice.`,
          "Write each language once.",
        ),
      );
  if (!canonical.includes(plainLanguage(language))) {
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
      return one === undefined ? [] : [[plainLanguage(tag), one]];
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
