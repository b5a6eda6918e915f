import { noticed } from "../../model/noticed/all.ts";
import type { RuleHead } from "../../model/rule.ts";
import { clientRules } from "../clients/rules/all.ts";
import { outsideRules } from "../outside/all.ts";
import type { Rule } from "../rule.ts";
import { altTwice } from "./alt-twice.ts";
import { bounceDomain } from "./bounce-domain.ts";
import { fromMailbox } from "./from-mailbox.ts";
import { gmailClip } from "./gmail-clip.ts";
import { gmailStyleSheets } from "./gmail-styles.ts";
import { headingOrder } from "./heading-order.ts";
import { hiddenText } from "./hidden-text.ts";
import { htmlContrast } from "./html-contrast.ts";
import { linkAgain } from "./link-again.ts";
import { linkDisguise } from "./link-disguise.ts";
import { linkPretends } from "./link-pretends.ts";
import { linkNotPublic } from "./link-not-public.ts";
import { linkDetour } from "./link-detour.ts";
import { linkShortener } from "./link-shortener.ts";
import { linkTracking } from "./link-tracking.ts";
import { linkTwice } from "./link-twice.ts";
import { listId } from "./list-id.ts";
import { mostlyPictures } from "./mostly-pictures.ts";
import { movingPicture } from "./moving-picture.ts";
import { noReply } from "./no-reply.ts";
import { oneLanguage } from "./one-language.ts";
import { pageLanguage } from "./page-language.ts";
import { pastDay } from "./past-day.ts";
import { pictureWeight } from "./picture-weight.ts";
import { preheaderAgain } from "./preheader-again.ts";
import { preheaderLength } from "./preheader-length.ts";
import { sampleAddress } from "./sample-address.ts";
import { sponsorAgain } from "./sponsor-again.ts";
import { staleYear } from "./stale-year.ts";
import { subjectAgain } from "./subject-again.ts";
import { subjectLength } from "./subject-length.ts";
import { subjectReply } from "./subject-reply.ts";
import { subjectShouts } from "./subject-shouts.ts";
import { tableRole } from "./table-role.ts";
import { textDirection } from "./text-direction.ts";
import { textShouts } from "./text-shouts.ts";
import { typedList } from "./typed-list.ts";
import { unfilledSenderRule } from "./unfilled-sender.ts";
import { weekday } from "./weekday.ts";

/** Every rule, in the order in which they run. */
export const rules: readonly Rule[] = [
  gmailClip,
  gmailStyleSheets,
  mostlyPictures,
  hiddenText,
  subjectLength,
  subjectAgain,
  subjectShouts,
  subjectReply,
  preheaderLength,
  preheaderAgain,
  oneLanguage,
  textShouts,
  textDirection,
  typedList,
  headingOrder,
  pageLanguage,
  tableRole,
  htmlContrast,
  sampleAddress,
  linkShortener,
  linkTracking,
  linkDetour,
  linkNotPublic,
  linkPretends,
  linkDisguise,
  linkTwice,
  linkAgain,
  sponsorAgain,
  movingPicture,
  pictureWeight,
  altTwice,
  weekday,
  pastDay,
  staleYear,
  unfilledSenderRule,
  fromMailbox,
  bounceDomain,
  listId,
  noReply,
];

/**
 * These, those whose findings are noticed on the way, those of mail programs, and those that ask somebody outside: all
 * that a newsletter can set.
 */
export const everyRule: readonly RuleHead[] = [...rules, ...noticed, ...clientRules, ...outsideRules];
