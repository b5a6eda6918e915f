import type { Problem } from "../base/problem.ts";
import type { YamlFile } from "../source/yaml/read-yaml.ts";
import { issueTexts } from "./issue-texts.ts";
import { garbled as garbledRule } from "../model/noticed/garbled.ts";
import { finding } from "../model/rule.ts";

/**
 * Texts that were UTF-8 once and were read as Windows-1252 on their way here: `Ã¼` for `ü`, `â€™` for `’`. Told once
 * for an issue, at the first place, because all of its text came the same way.
 */
export function wrongEncoding(yaml: YamlFile): readonly Problem[] {
  const found = issueTexts(yaml).flatMap(({ path, text }) =>
    [...text.matchAll(garbled)].map(({ 0: seen, index }) => ({ path, text, seen, index })),
  );
  const [first] = found;
  if (first === undefined) return [];
  const { path, text, seen, index } = first;
  const before = text.slice(0, index).split("\n");
  const at = yaml.within(path, before.length, (before.at(-1) ?? "").length + 1);
  const meant = meantBy(seen);
  const others = found.length === 1 ? "" : `, and so in ${found.length} places`;
  const message = `readers see "${seen.trim()}" where ${meant} was meant${others}: a text was read in the wrong encoding.`;
  const remedy =
    "Undo, open what you copied it from as UTF-8, and copy it again; or type the characters anew.";
  return [finding(at, garbledRule, message, remedy)];
}

// What Windows-1252 shows for the bytes 0x80 to 0xBF, which every character of UTF-8 but ASCII has from its second one
// on.
const high = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\\u0080-\\u00BF";
const garbled = new RegExp(
  `(?<!\\p{Lu})Ã[${high}]|[ÄÅ][¡-ª¬-º¼-¿Ÿœžšƒ]|â€[${high}]|ðŸ[${high}]{2}|Â[\\u00A0§©®°·«»¡¿£¢´]|(?<=[a-z\\d.,:;!?])Â (?=\\S)`,
  "gu",
);

function meantBy(seen: string): string {
  const bytes = [...seen].map((character) => windows1252.get(character) ?? character.charCodeAt(0));
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  if (seen.startsWith("Â") && /^\s*$/.test(seen.slice(1))) return "a space";
  return text.includes("\uFFFD") ? "another character" : `"${text}"`;
}

const windows1252: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 32 }, (_, index) => {
    const byte = 0x80 + index;
    return [new TextDecoder("windows-1252").decode(Uint8Array.of(byte)), byte];
  }),
);
