import type { Rule } from "../rule.ts";
import { gmailClip } from "./gmail-clip.ts";
import { gmailStyleSheets } from "./gmail-styles.ts";
import { inboxLine } from "./inbox-line.ts";
import { oneLanguage } from "./one-language.ts";

/** Every rule, in the order in which they run. */
export const rules: readonly Rule[] = [gmailClip, gmailStyleSheets, inboxLine, oneLanguage];
