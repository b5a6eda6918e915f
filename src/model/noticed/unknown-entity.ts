import type { RuleHead } from "../rule.ts";

export const unknownEntity: RuleHead = {
  id: "issue/unknown-entity",
  severity: "warning",
  why: "Readers see a name between & and ; where a character was meant.",
  example: {
    wrong: ['- letter: "Type &foobar; paper."'],
    right: ['- letter: "Type &amp; paper."'],
  },
};
