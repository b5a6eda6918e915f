/** What a BCP 47 tag (`en`, `pt-BR`, `zh-Hant-TW`) says about a language. */

/**
 * The way a language is written: `ltr` or `rtl`. The script of the tag decides, so `az-Arab` is `rtl` and `az` is not.
 */
export function directionOf(language: string): "ltr" | "rtl" {
  return new Intl.Locale(language).getTextInfo().direction === "rtl" ? "rtl" : "ltr";
}

/**
 * The tag itself and then ever broader ones that its readers can read too: `pt-BR`, `pt`. Each also with its script
 * written out, or left out where it goes without saying: `zh-TW`, `zh-Hant-TW`, `zh-Hant`. Extensions (`-u-…`) are left
 * out. A tag in another script is none of them: `zh-TW` is in traditional characters and `zh` is not.
 */
export function broaderTags(language: string): readonly string[] {
  const whole = new Intl.Locale(language);
  const { script } = whole.maximize();
  const [first = "", ...others] = whole.baseName.split("-");
  const rest = others.filter((subtag) => subtag !== whole.script);
  const levels = Array.from({ length: rest.length + 1 }, (_, left) => rest.slice(0, rest.length - left));
  return levels.flatMap((level) => {
    const short = [first, ...level].join("-");
    if (script === undefined) return [short];
    const long = [first, script, ...level].join("-");
    const both = whole.script === undefined ? [short, long] : [long, short];
    return both.filter((tag) => tag === whole.baseName || scriptOf(new Intl.Locale(tag)) === script);
  });
}

/** The first of the broader tags alone, which is the tag itself in its usual form: `pt-BR` of `pt-br-u-nu-latn`. */
export function baseTag(language: string): string {
  const { script, baseName } = new Intl.Locale(language);
  return script === unknownScript ? (broaderTags(language)[0] ?? baseName) : baseName;
}

/** Looked up only where it is not written: that takes long where readers say thousands of things. */
function scriptOf(locale: Intl.Locale): string | undefined {
  const { script = unknownScript } = locale;
  return script === unknownScript ? locale.maximize().script : script;
}

const unknownScript = "Zzzz";
