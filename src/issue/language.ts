/** The tag as everybody writes it: `pt-BR` for `PT-br`. */
export function canonicalTag(tag: string): string {
  return Intl.getCanonicalLocales(tag)[0] ?? tag;
}

/** The tag without its extensions (`-u-…`), which say how to count and to sort and not who reads it. */
export function plainLanguage(tag: string): string {
  return new Intl.Locale(tag).baseName;
}

/**
 * Whether a text is one BCP 47 tag, such as `en` or `pt-BR`. No language is registered with more than three letters.
 */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1 && /^[a-z]{2,3}(?:-|$)/i.test(tag);
  } catch {
    return false;
  }
}

/** What to write instead of a text that is no tag: a language's name, in English or in itself, has one. */
export function languageRemedy(written: string): string {
  const tag = tagNamed(written.trim().toLowerCase());
  return tag === undefined ? 'Write it like "en" or "pt-BR".' : `Write ${tag}.`;
}

function tagNamed(name: string): string | undefined {
  const inEnglish = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  const tags = pairsOfLetters().filter((tag) => inEnglish.of(tag) !== undefined);
  return tags.find((tag) => {
    if (inEnglish.of(tag)?.toLowerCase() === name) return true;
    const inItself = new Intl.DisplayNames([tag], { type: "language", fallback: "none" });
    return inItself.of(tag)?.toLowerCase() === name;
  });
}

function pairsOfLetters(): readonly string[] {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  return letters.flatMap((first) => letters.map((second) => first + second));
}
