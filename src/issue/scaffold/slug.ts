/**
 * A title as a part of a file's name: small ASCII letters, digits and hyphens, about 50 at most. Undefined when nothing
 * of it can be written so, as with Arabic or Japanese. `language` is that of the title: German has `ae` for `ä`.
 */
export function slugOf(title: string, language: string): string | undefined {
  const german = /^(?:de|gsw|lb)\b/i.test(language);
  const ascii = title
    .replace(/\{\{.*?\}\}/g, " ")
    .normalize("NFC")
    .toLowerCase()
    .replace(
      /[^\x20-\x7e]/g,
      (letter) => (german ? germanLetters[letter] : undefined) ?? letters[letter] ?? letter,
    )
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’ʼ]/g, "")
    .replace(/&/g, " ");
  const words = ascii.split(/[^a-z0-9]+/).filter((word) => word !== "");
  let slug = words[0]?.slice(0, mostLetters);
  for (const word of words.slice(1)) {
    const longer = `${slug}-${word}`;
    if (longer.length > mostLetters) break;
    slug = longer;
  }
  return slug;
}

const mostLetters = 50;

const germanLetters: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue" };

/** Letters that are no base letter with a mark, so that taking marks away would leave nothing. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  å: "a",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ı: "i",
  ŋ: "n",
};
