import type { RuleHead } from "../../../model/rule.ts";

export const clientSupport: RuleHead = {
  id: "check/client-support",
  severity: "warning",
  why: "Readers in some of the mail programs of your audience lose something that the template shows to others.",
  example: {
    wrong: [
      "- html:",
      "    body: |",
      '      <div style="display:flex"><p>Ink</p><p>Paper</p></div>',
      "    text: Ink, paper",
    ],
    right: [
      "- html:",
      "    body: |",
      '      <table role="presentation"><tr><td>Ink</td><td>Paper</td></tr></table>',
      "    text: Ink, paper",
    ],
  },
};
