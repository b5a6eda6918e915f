import { personalView } from "../../message/personal-view.ts";
import { possibleVariants } from "../../model/possible-variants.ts";
import { armLetter } from "../../model/variant.ts";
import type { OpenIssue, Proof } from "./desk.ts";
import { type Impression, previewKey } from "./impression.ts";
import type { SampleReader } from "./sample-readers.ts";
import { snippetOf } from "../mail/snippet.ts";

/** What a list of mails shows of one. */
export interface InboxLine {
  /** `a`, `b` … when subjects are tested against each other. */
  readonly arm?: string;
  readonly subject: string;
  readonly preheader: string;
  /**
   * What follows the preheader in the mail, and is shown when the preheader leaves room. Empty when that is blank: good
   * templates put signs there that nobody sees.
   */
  readonly rest: string;
}

/** The line of a reader's mail; when the issue tests subjects, the lines of all of them, for a reader who is alike. */
export function inboxLines(
  { list, proof }: Pick<OpenIssue, "list"> & { readonly proof: Proof },
  { recipient }: SampleReader,
  { edition }: Impression & { readonly status: "made" },
): readonly InboxLine[] {
  const { split, sender, editions } = proof;
  const variants = possibleVariants(split) ?? [];
  const own = variants.find(({ key }) => key === edition.variant);
  const alike = variants
    .filter(({ language, holds }) => language === own?.language && String(holds) === String(own.holds))
    .sort((one, other) => one.arm - other.arm);
  const shown = split.arms > 1 ? alike : [];
  const mailing = { issue: proof.issue.id, list: list.id };
  const lineOf = (of: typeof edition) => {
    const view = personalView(of, sender, mailing, previewKey, recipient);
    return {
      subject: view.subject,
      preheader: view.preheader,
      rest: restOf(snippetOf(view.html), view.preheader),
    };
  };
  if (shown.length === 0) return [lineOf(edition)];
  return shown.flatMap(({ key, arm }) => {
    const found = editions.find(({ variant }) => variant === key);
    return found === undefined ? [] : [{ arm: armLetter(arm), ...lineOf(found) }];
  });
}

function restOf(snippet: string, preheader: string): string {
  const start = preheader.replace(/\s+/g, " ").trim();
  const rest = snippet.startsWith(start) ? snippet.slice(start.length).trim() : snippet;
  return blank.test(rest.slice(0, 100)) ? "" : rest;
}

/** White space, and signs that join or part letters. */
const blank = /^[\s\u00ad\u034f\u200b-\u200d\u2060\ufeff]*$/;
