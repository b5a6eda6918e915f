import type { RuleHead } from "../../../../model/rule.ts";
import { spamRule } from "./spam-rule.ts";
import { spamScore } from "./spam-score.ts";

/** What SpamAssassin says, in the order of docs/rules.md. */
export const spamRules: readonly RuleHead[] = [spamScore, spamRule];
