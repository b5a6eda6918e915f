import { onlineRules } from "../online/online-rules.ts";
import { spamRules } from "../spam/spam-rules.ts";
import type { RuleHead } from "../rule.ts";

/** Every rule that asks somebody outside, in the order of docs/rules.md. */
export const outsideRules: readonly RuleHead[] = [...onlineRules, ...spamRules];
