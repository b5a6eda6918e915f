import { onlineRules } from "./online/rules/all.ts";
import { spamRules } from "./spam/rules/all.ts";
import type { RuleHead } from "../../model/rule.ts";

/** Every rule that asks somebody outside, in the order of docs/rules.md. */
export const outsideRules: readonly RuleHead[] = [...onlineRules, ...spamRules];
