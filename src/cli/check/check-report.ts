import { systemClock } from "../../base/clock.ts";
import type { Problem } from "../../base/problem.ts";
import type { CheckedIssue } from "../../check/check-issue.ts";
import { supportDay } from "../../check/clients/support.ts";
import { ruleCommand } from "../../check/rule-section.ts";
import { everyRule } from "../../check/rules/all.ts";
import type { Fixable } from "../../issue/fix-text.ts";
import { possibleVariants } from "../../model/possible-variants.ts";
import { variantWords } from "../../model/variant.ts";
import { errorsOf } from "../newsletter.ts";
import { version } from "../package.ts";
import { showProblems } from "../show-problems.ts";
import type { Terminal } from "../terminal.ts";
import { dataAge } from "./data-age.ts";
import { showFixes } from "./fix-lines.ts";
import { githubLines } from "./github-lines.ts";
import type { ReportFormat } from "./report-formats.ts";
import { sarifLog } from "./sarif-log.ts";

/** An issue that was looked at; with `--fix`, what was changed in its file, or would be. */
export interface IssueReport {
  readonly checked: CheckedIssue;
  readonly made?: readonly Fixable[];
  /** What is to be said of the work itself. */
  readonly notes?: readonly string[];
}

/** What `check` says: for people as it finds it, for programs at the end. */
export interface CheckReport {
  addIssue(report: IssueReport): void;
  /** Another file of the newsletter, of which only findings are told. */
  addFile(file: string, problems: readonly Problem[]): void;
  /** Gives all findings. `pathOf` turns the file of one into its path in the repository. */
  end(pathOf: (file: string) => string): readonly Problem[];
}

export function checkReport(terminal: Terminal, format: ReportFormat, dryRun: boolean): CheckReport {
  const isPretty = format === "pretty";
  const problems: Problem[] = [];
  // All of a hundred issues need not stay in memory: only what is told of them.
  const entries: unknown[] = [];
  // What is wrong with a template, or with the sender, is found in every issue and told with the first.
  const told = new Set<string>();
  const isNew = (file: string) => (one: Problem) => {
    const key = JSON.stringify(one);
    return one.at.file === file || told.size < told.add(key).size;
  };
  return {
    addIssue({ checked, made, notes = [] }) {
      const fresh = checked.problems.filter(isNew(checked.file));
      if (isPretty) showFixes(terminal, made ?? [], dryRun);
      for (const note of notes) terminal.note(note);
      // In these two there is no place for what is no finding, such as that nobody could be asked.
      if (format === "github" || format === "sarif")
        for (const note of checked.notes) terminal.note(`${checked.file}: ${note}`);
      if (isPretty) showProblems(terminal, fresh);
      if (isPretty) showSound(terminal, checked);
      problems.push(...fresh);
      entries.push({ ...toJson(checked), ...(made === undefined ? {} : { fixed: made }) });
    },
    addFile(file, found) {
      if (isPretty) showProblems(terminal, found);
      problems.push(...found);
      if (found.length > 0) entries.push({ file, problems: found });
    },
    end(pathOf) {
      const age = dataAge(problems, supportDay, systemClock.now());
      if (isPretty && age !== undefined) terminal.note(age);
      const command = foremostRule(problems);
      if (isPretty && command !== undefined)
        terminal.note(terminal.style("dim", `What a rule looks for: ${command}`));
      if (format === "json") terminal.print(JSON.stringify(entries, null, 2));
      if (format === "github") for (const line of githubLines(problems, pathOf)) terminal.print(line);
      const log = () => sarifLog(problems, pathOf, { version: version(), rules: everyRule });
      if (format === "sarif") terminal.print(JSON.stringify(log(), null, 2));
      return problems;
    },
  };
}

/**
 * The command that prints the rule of the first error, which has to be mended; where no error is of a rule, of the
 * first finding.
 */
function foremostRule(problems: readonly Problem[]): string | undefined {
  return [...errorsOf(problems), ...problems]
    .map(({ code }) => ruleCommand(code))
    .find((one) => one !== undefined);
}

function showSound(terminal: Terminal, checked: CheckedIssue): void {
  const { file, problems, sizes, editions } = checked;
  if (editions.length === 0) return;
  const bytes = editions[0]?.html.reduce(
    (sum, part) => sum + (typeof part === "string" ? Buffer.byteLength(part) : 0),
    0,
  );
  if (errorsOf(problems).length > 0) return;
  const blocks = sizes.map((size) => `${size.kind} ${(size.bytes / 1024).toFixed(1)}`).join(", ");
  terminal.print(
    `${terminal.style("green", "ok")} ${file}: ${Math.ceil((bytes ?? 0) / 1024)} KB of HTML (${blocks})`,
  );
  for (const note of checked.notes) terminal.print(`   ${terminal.style("dim", note)}`);
  for (const { key, words } of variantsOf(checked))
    terminal.print(`   ${terminal.style("dim", "variant")} ${key}: ${words}`);
}

/** The variants of an issue that is not the same for everybody, with what makes each of them differ. */
function variantsOf({ split, editions }: CheckedIssue): readonly { key: string; words: string }[] {
  if (editions.length < 2) return [];
  const variants = possibleVariants(split) ?? [];
  return variants.map((variant) => ({ key: variant.key, words: variantWords(split, variant) }));
}

function toJson(checked: CheckedIssue) {
  const { file, issue, problems, sizes, notes } = checked;
  const said = notes.length === 0 ? {} : { notes };
  const explained = problems.map((one) => {
    const rule = everyRule.find(({ id }) => id === one.code);
    return rule === undefined ? one : { ...one, why: rule.why, docs: ruleCommand(rule.id) };
  });
  return { file, status: issue?.status, problems: explained, ...said, sizes, variants: variantsOf(checked) };
}
