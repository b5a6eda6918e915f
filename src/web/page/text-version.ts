import { createHash } from "node:crypto";
import type { Pages } from "../../render/pages/compile-pages.ts";

/** Which wording a person saw: whoever asks later can find it in the history of `templates/pages/words`. */
export function textVersion(pages: Pages, language: string, word: string): string {
  const text = pages.say(language, word);
  return `${language} ${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
}
