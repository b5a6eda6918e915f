import type { RuleHead } from "../rule.ts";

export const clientSupport: RuleHead = {
  id: "check/client-support",
  severity: "warning",
  why: "Readers in some of the mail programs of your audience lose something that the template shows to others.",
};

export const clientPartly: RuleHead = {
  id: "check/client-partly",
  severity: "warning",
  why: "Readers in some of the mail programs of your audience see something that works there in part only.",
};

export const clientRules: readonly RuleHead[] = [clientSupport, clientPartly];
