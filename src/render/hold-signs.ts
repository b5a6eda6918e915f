/**
 * Puts `held`, a space at which no line ends, where a space before a sign was written, as in French: `Qui ?`, `un mot
 * :`, `« oui »`. No line of any language may begin with such a sign, or end in an opening guillemet.
 */
export function holdSigns(text: string, held: string): string {
  return text.replace(beforeSign, held).replace(behindGuillemet, `«${held}`);
}

const beforeSign = / (?=[:;?!»]+(?:[\s.,…)\]]|$))/g;
/** Not where it closes a word, as in German: `»ja« und`. */
const behindGuillemet = /(?<![\p{L}\p{N}\p{P}])« |(?<=[('’])« /gu;
