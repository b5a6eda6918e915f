import type { TokenBook } from "../tokens.ts";

/**
 * A word, cut where a line may end inside it: between ideographs, kana and emoji, between the words of Thai and its
 * kin, and behind a dash. Not before a closing sign or a small kana, nor behind an opening one (kinsoku, JIS X 4051),
 * and never inside a URL or a token.
 */
export function piecesOf(word: string, book: TokenBook): readonly string[] {
  if (!breakable.test(word)) return [word];
  const pieces: string[] = [];
  let piece = "";
  let last: Atom | undefined;
  for (const atom of atomsOf(word, book)) {
    if (last !== undefined && mayBreak(last, atom)) {
      pieces.push(piece);
      piece = "";
    }
    piece += atom.text;
    last = atom;
  }
  return [...pieces, piece].map((one) => one.replaceAll("\u200b", "")).filter((one) => one !== "");
}

interface Atom {
  readonly text: string;
  /** A letter, with its marks; a URL or a token is whole. */
  readonly kind: "letter" | "whole";
  /** A word of a script without spaces begins here. */
  readonly beginsWord: boolean;
}

function mayBreak(before: Atom, after: Atom): boolean {
  if (before.text === "\u200b") return true;
  if (after.text === "\u200b" || startsNoLine.test(after.text)) return false;
  if (before.kind === "letter" && endsNoLine.test(before.text)) return false;
  if (after.beginsWord) return true;
  if (before.text === "—") return after.kind === "letter" && /^\p{L}/u.test(after.text);
  return isWide(before) || isWide(after);
}

function isWide({ kind, text }: Atom): boolean {
  return kind === "letter" && wide.test(text);
}

function atomsOf(word: string, book: TokenBook): readonly Atom[] {
  const atoms: Atom[] = [];
  let from = 0;
  for (const { start, end } of wholes(word, book)) {
    if (start < from) continue;
    atoms.push(...lettersOf(word.slice(from, start)));
    atoms.push({ text: word.slice(start, end), kind: "whole", beginsWord: false });
    from = end;
  }
  return [...atoms, ...lettersOf(word.slice(from))];
}

/** What is never broken: a URL with the tokens in it, and tokens elsewhere. */
function wholes(word: string, book: TokenBook): readonly { readonly start: number; readonly end: number }[] {
  const urls = [...word.matchAll(url)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }));
  return [...urls, ...book.find(word)].sort((one, other) => one.start - other.start || other.end - one.end);
}

function lettersOf(text: string): readonly Atom[] {
  const begins = new Set<number>();
  if (withoutSpaces.test(text))
    for (const { index, segment } of new Intl.Segmenter("th", { granularity: "word" }).segment(text))
      if (index > 0 && withoutSpaces.test(segment) && /[\p{L}\p{N}\p{M}]$/u.test(text.slice(0, index)))
        begins.add(index);
  return [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].map(
    ({ segment, index }) => ({ text: segment, kind: "letter", beginsWord: begins.has(index) }),
  );
}

const url = /(?:https?:\/\/|mailto:)[^\s\u0001、。「」『』（）！，．：；？]+/gi;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uFE0F\u3000-\u303F\uFF00-\uFFEF]/u;
const withoutSpaces = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const breakable = new RegExp(`${wide.source}|${withoutSpaces.source}|[\u200b—]`, "u");
const startsNoLine =
  /^[\u0001!"'),.:;?\]}%’”»›…‥‐–—、。，．・：；？！％‰）｝］」』】〕〉》〗〙〛〟｡｣､･ｰ゛゜々〻ヽヾゝゞーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ゠～〜]/u;
const endsNoLine = /[\u0001"'([{‘“«‹$£€¥（｛［「『【〔〈《〖〘〚〝｢￥＄]$/u;
