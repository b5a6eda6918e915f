import { isError, type Problem } from "../../base/problem.ts";
import { rules } from "../../check/rules/all.ts";

/**
 * What a finding means for those who get the mail; undefined when its own sentence says that already. Codes that are not here are
 * faults of form: nobody gets an issue that has one.
 */
export function whatReadersSee(finding: Problem): string | undefined {
  if (/^(?:some |the |most )?readers (?:would )?(?:see|get)\b/i.test(finding.message)) return undefined;
  const known: Readonly<Record<string, string>> = effects;
  const effect = Object.hasOwn(known, finding.code)
    ? known[finding.code]
    : rules.find(({ id }) => id === finding.code)?.why;
  if (effect !== undefined) return effect;
  return isError(finding)
    ? "Readers get nothing: an issue with an error is not sent."
    : "Readers get the mail as it is shown here.";
}

const mark = "Readers see the sign itself, not what it was to do.";
const dead = "Readers who click get an error, or nothing.";
const gap = "Readers of whom this is not known see a gap.";
const hidden = "Readers miss what the issue says here.";
const bare = "Readers who hear the mail, or have pictures off, do not learn what the picture shows.";

/** By the code of a finding; what a rule finds, the rule says itself. */
export const effects = {
  "check/block-for-nobody": "No reader ever sees this block.",
  "check/dkim-domain": "Readers may find the mail among their spam.",
  "check/empty-variant": "Some readers would get a masthead and a footer, and nothing between.",
  "check/template-field": gap,
  "config/dkim-domain": "Readers may find the mail among their spam.",
  "config/dkim-key": "Readers get nothing: without its keys a mailing does not start.",
  "config/no-secret": "Readers get the same; on this machine the mail cannot be signed.",
  "config/unreadable": "Readers get the same; on this machine the mail cannot be signed.",
  "issue/alt-file-name": bare,
  "issue/alt-long": "Readers who hear the mail have to listen to all of it before it goes on.",
  "issue/alt-picture-of": bare,
  "issue/blank": "Readers would see words that were for you.",
  "issue/entity-in-line": mark,
  "issue/footnote": mark,
  "issue/foreign-field": "Readers see the notation of another program instead of their own value.",
  "issue/heading-skip":
    "Readers who hear the mail go from heading to heading, and think that one is missing.",
  "issue/html-alt": bare,
  "issue/html-image": "Readers see a broken picture.",
  "issue/html-in-line": mark,
  "issue/image-turned": "Some readers see the picture on its side.",
  "issue/image-type": "Some readers see an empty box with the alternative text.",
  "issue/link-brackets": mark,
  "issue/link-empty": dead,
  "issue/link-field": dead,
  "issue/link-form": dead,
  "issue/link-host": dead,
  "issue/link-http": "Readers can be watched when they follow it; some browsers warn them.",
  "issue/link-mailto": dead,
  "issue/link-no-text": "Readers see no link at all.",
  "issue/link-relative": dead,
  "issue/link-tel": dead,
  "issue/link-words": "Readers who go from link to link cannot tell where it leads.",
  "issue/link-www": "Readers see an address; whether they can click on it is for their program to decide.",
  "issue/loose-stars": mark,
  "issue/markdown-in-line": mark,
  "issue/merge-field": "Readers would see the brackets of the merge field.",
  "issue/no-fallback": gap,
  "issue/nothing-said": gap,
  "issue/open-sign": mark,
  "issue/other-day": "Readers see the date of the issue, which may be the wrong one.",
  "issue/same-preheader": "Readers see the same words twice in their list of mails.",
  "issue/same-title": "Readers see two things with one name.",
  "issue/task-item": mark,
  "issue/template-tag": mark,
  "issue/unknown-entity": mark,
  "issue/unknown-field": "Readers would see nothing where their own value belongs.",
  "render/block-lost": hidden,
  "render/contrast": "Readers with weak eyes, or in the sun, cannot read this text.",
  "render/frame-incomplete": "Readers miss what the law, or their programs, ask a mail to have.",
  "render/image-heavy": "Readers wait for the picture, and pay for it on the road.",
  "render/image-missing": "Readers see an empty box with the alternative text.",
  "render/image-soft": "Readers see a blurred picture.",
  "render/link-dead": dead,
  "render/loose-words": hidden,
  "render/lost": hidden,
  "render/lost-text": "Readers of the plain text miss what the issue says here.",
  "render/word-missing": "Readers see these words in another language.",
  "yaml/folded": "Readers see lines run together that you wrote apart.",
} as const;
