import { noticed } from "../noticed/all.ts";
import { clientRules } from "../clients/client-rules.ts";
import { outsideRules } from "../outside/all.ts";
import type { Rule, RuleHead } from "../rule.ts";
import { gmailClip } from "./gmail-clip.ts";
import { gmailStyleSheets } from "./gmail-styles.ts";
import { linkAgain } from "./link-again.ts";
import { linkShortener } from "./link-shortener.ts";
import { linkTracking } from "./link-tracking.ts";
import { linkTwice } from "./link-twice.ts";
import { movingPicture } from "./moving-picture.ts";
import { oneLanguage } from "./one-language.ts";
import { preheaderLength } from "./preheader-length.ts";
import { staleYear } from "./stale-year.ts";
import { subjectAgain } from "./subject-again.ts";
import { subjectEmpty } from "./subject-empty.ts";
import { subjectLength } from "./subject-length.ts";
import { subjectShouts } from "./subject-shouts.ts";
import { weekday } from "./weekday.ts";

/** Every rule, in the order in which they run. */
export const rules: readonly Rule[] = [
  gmailClip,
  gmailStyleSheets,
  subjectEmpty,
  subjectLength,
  subjectAgain,
  subjectShouts,
  preheaderLength,
  oneLanguage,
  linkShortener,
  linkTracking,
  linkTwice,
  linkAgain,
  movingPicture,
  weekday,
  staleYear,
];

/** These, those whose findings are noticed on the way, those of mail programs, and those that ask somebody outside: all that a newsletter can set. */
export const everyRule: readonly RuleHead[] = [...rules, ...noticed, ...clientRules, ...outsideRules];
