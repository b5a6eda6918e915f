import type { RuleHead } from "../../../model/rule.ts";

export const clientPartly: RuleHead = {
  id: "check/client-partly",
  severity: "warning",
  why: "Readers in some of the mail programs of your audience see something that works there in part only.",
  example: {
    wrong: ["- html: { body: '<p style=\"color:rgb(30 30 30)\">Ink</p>', text: Ink }"],
    right: ["- html: { body: '<p style=\"background:#ffffff;color:#1e1e1e\">Ink</p>', text: Ink }"],
  },
};
