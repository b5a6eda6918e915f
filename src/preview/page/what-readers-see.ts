import { isError, type Problem } from "../../base/problem.ts";
import { everyRule } from "../../check/rules/all.ts";

/**
 * What a finding means for those who get the mail; undefined when its own sentence says that already. Codes that are
 * not here are faults of form: nobody gets an issue that has one.
 */
export function whatReadersSee(finding: Problem): string | undefined {
  if (/^(?:some |the |most )?readers (?:would )?(?:see|get)\b/i.test(finding.message)) return undefined;
  const known: Readonly<Record<string, string>> = effects;
  const effect = Object.hasOwn(known, finding.code)
    ? known[finding.code]
    : everyRule.find(({ id }) => id === finding.code)?.why;
  if (effect !== undefined) return effect;
  return isError(finding)
    ? "Readers get nothing: an issue with an error is not sent."
    : "Readers get the mail as it is shown here.";
}

const dead = "Readers who click get an error, or nothing.";
const gap = "Readers of whom this is not known see a gap.";
const hidden = "Readers miss what the issue says here.";
const bare = "Readers who hear the mail, or have pictures off, do not learn what the picture shows.";

/** By the code of a finding; what a rule finds, the rule says itself. */
export const effects = {
  "check/block-for-nobody": "No reader ever sees this block.",
  "check/dkim-domain": "Readers may find the mail among their spam.",
  "check/template-field": gap,
  "config/dkim-domain": "Readers may find the mail among their spam.",
  "config/dkim-key": "Readers get nothing: without its keys a mailing does not start.",
  "config/unreadable": "Readers get the same; on this machine the mail cannot be signed.",
  "issue/html-alt": bare,
  "issue/html-image": "Readers see a broken picture.",
  "issue/link-empty": dead,
  "issue/link-field": dead,
  "issue/link-form": dead,
  "issue/link-mailto": dead,
  "issue/link-no-text": "Readers see no link at all.",
  "issue/link-relative": dead,
  "issue/link-tel": dead,
  "issue/merge-field": "Readers would see the brackets of the merge field.",
  "issue/no-fallback": gap,
  "issue/nothing-said": gap,
  "issue/unknown-field": "Readers would see nothing where their own value belongs.",
  "render/block-lost": hidden,
  "render/frame-incomplete": "Readers miss what the law, or their programs, ask a mail to have.",
  "render/image-missing": "Readers see an empty box with the alternative text.",
  "render/link-dead": dead,
  "render/loose-words": hidden,
  "render/lost": hidden,
  "render/lost-text": "Readers of the plain text miss what the issue says here.",
  "render/word-missing": "Readers see these words in another language.",
} as const;
