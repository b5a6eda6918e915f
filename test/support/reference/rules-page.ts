import { ruleSection } from "../../../src/check/rule-section.ts";
import { everyRule } from "../../../src/check/rules/all.ts";

/** docs/reference/each-rule.md: every rule of `check` with an example of both sides, from the files that check it. */
export function rulesPage(): string {
  return [
    "# Each rule",
    "`npm run docs` writes this page from the rules themselves: do not edit it. [The rules of check](../rules.md) tells them by subject, and how to set, waive and",
    "mend them. `npx letterpress docs issue/link-http` prints one of them.",
    "",
    ...[...everyRule].sort((one, other) => one.id.localeCompare(other.id)).map(ruleSection),
  ].join("\n");
}
