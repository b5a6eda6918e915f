import type { RuleHead } from "../../../model/rule.ts";
import { clientPartly } from "./client-partly.ts";
import { clientSupport } from "./client-support.ts";

/** What mail programs of the audience do not know, in the order of docs/rules.md. */
export const clientRules: readonly RuleHead[] = [clientSupport, clientPartly];
