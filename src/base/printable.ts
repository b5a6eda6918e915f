/**
 * What a value from a reader may contain before it goes into a message: no control characters (a line break could
 * add a header), no bidirectional overrides (they could reorder the words around them), no separators that some
 * programs read as line ends, no lone surrogates (they cannot be encoded). Each becomes a space, runs of spaces
 * become one. Arabic and Hebrew letters need none of the removed characters to be shown right.
 */
export function printable(value: string): string {
  if (plain.test(value)) return value;
  return value.replace(unprintable, " ").replace(/ {2,}/g, " ").trim();
}

/** False when `printable` would change more than spaces. */
export function isPrintable(value: string): boolean {
  return !oneUnprintable.test(value);
}

// Cc, Cs and line separators; U+061C, U+200E-200F, U+202A-202E, U+2066-2069 (bidi); U+FEFF, U+FFF9-FFFB.
const unprintable =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]+/gu;
const oneUnprintable = new RegExp(unprintable.source, "u");
// Words of ASCII with one space between them, as most values are: nothing of it changes.
const plain = /^[!-~]+(?: [!-~]+)*$/;
