/** What a BCP 47 tag (`en`, `pt-BR`, `zh-Hant-TW`) says about a language. */

/** The way a language is written: `ltr` or `rtl`. The script of the tag decides, so `az-Arab` is `rtl` and `az` is not. */
export function directionOf(language: string): "ltr" | "rtl" {
  return new Intl.Locale(language).getTextInfo().direction === "rtl" ? "rtl" : "ltr";
}

/**
 * The tag itself and then ever broader ones that its readers can read too: `pt-BR`, `pt`. Extensions (`-u-…`) are left
 * out. A tag in another script is none of them: `zh-TW` is in traditional characters and `zh` is not.
 */
export function broaderTags(language: string): readonly string[] {
  const { baseName } = new Intl.Locale(language);
  const subtags = baseName.split("-");
  return subtags
    .map((_, index) => subtags.slice(0, subtags.length - index).join("-"))
    .filter((tag) => scriptOf(tag) === scriptOf(baseName));
}

function scriptOf(tag: string): string | undefined {
  return new Intl.Locale(tag).maximize().script;
}
