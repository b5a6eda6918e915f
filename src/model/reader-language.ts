import { baseTag, broaderTags } from "../base/language.ts";

/**
 * Which of the languages of an issue a reader gets whose field says this; when none of them fits, the first. The rule
 * is the lookup of RFC 4647 (section 3.4): the tag as it is, then ever broader ones, and never one in another script,
 * so `zh-TW` gets `zh-Hant` and not `zh`. The store asks here too, once for each thing that its readers say.
 */
export function languageFor(languages: readonly string[], said: string): string {
  return fittingLanguage(languages, said) ?? languages[0] ?? "en";
}

/** The same, but undefined when none of them fits. */
export function fittingLanguage(languages: readonly string[], said: string): string | undefined {
  const wanted = tagIn(said);
  if (wanted === undefined) return undefined;
  const tags = languages.map(baseTag);
  for (const tag of broaderTags(wanted)) {
    const found = languages[tags.indexOf(tag)];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The tag in what a field says, however it is written (`pt_br`, `de_AT.UTF-8`), as far as it can be read as one. */
function tagIn(said: string): string | undefined {
  const written = said.trim().replace(/[.@].*$/, "");
  // ASCII only: no other letter belongs in a tag.
  if (!/^[\x20-\x7e]+$/.test(written)) return undefined;
  for (
    let tag = written.replaceAll("_", "-");
    tag !== "";
    tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))
  )
    if (isTag(tag)) return tag;
  return undefined;
}

function isTag(text: string): boolean {
  try {
    return new Intl.Locale(text).baseName !== "";
  } catch {
    return false;
  }
}
