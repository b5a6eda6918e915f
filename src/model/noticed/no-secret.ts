import type { RuleHead } from "../rule.ts";

export const noSecret: RuleHead = {
  id: "config/no-secret",
  severity: "warning",
  why: "Readers get the same; on this machine the mail cannot be signed.",
  example: {
    of: "letterpress.yaml",
    wrong: ["dkim:", "  - { domain: letters.net, selector: news, key: { env: NOT_SET_HERE } }"],
    right: ["dkim: []"],
  },
};
