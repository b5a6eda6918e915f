import type { RuleExample, RuleHead } from "../model/rule.ts";
import { everyRule } from "./rules/all.ts";

/** The page that is made of all rules: `npx letterpress docs each-rule`. */
export const rulesPage = "each-rule";

/** The command that prints what a rule looks for; undefined of an error of form, which is none. */
export function ruleCommand(code: string): string | undefined {
  return everyRule.some(({ id }) => id === code) ? `npx letterpress docs ${code}` : undefined;
}

/** Where a rule stands in that page. */
export function ruleAnchor(id: string): string {
  return `${rulesPage}#${id.replace("/", "")}`;
}

/** A rule in Markdown: why, how bad, an example of both sides, and how to set or waive it. */
export function ruleSection({ id, severity, why, example }: RuleHead): string {
  return [
    `## ${id}`,
    why,
    "",
    ...(example === undefined ? [] : exampleLines(example)),
    severity === "error" ? anError(id) : aWarning(id),
    "",
  ].join("\n");
}

function exampleLines({ of, before, wrong, right }: RuleExample): readonly string[] {
  return [
    ...(before === undefined ? [] : ["The issue before has:", ...yaml(before)]),
    `It finds something in ${of === undefined ? "an issue" : `a ${of}`} with`,
    ...yaml(wrong),
    "and nothing in one with",
    ...yaml(right),
  ];
}

function yaml(lines: readonly string[]): readonly string[] {
  return ["```yaml", ...lines, "```"];
}

function aWarning(id: string): string {
  return `A warning, which is shown and stops nothing. \`${id}: error\` or \`ignore\` under \`check\` in letterpress.yaml changes that; \`waive\` keeps it in one issue, with a reason.`;
}

function anError(id: string): string {
  return `An error, which stops a send. \`${id}: warning\` or \`ignore\` under \`check\` in letterpress.yaml changes that.`;
}
