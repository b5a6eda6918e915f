import { edits } from "../../base/edits.ts";

/**
 * A piece of two texts: what both have, or what one has in the place of the other. Either half of a change may be
 * empty.
 */
export type DiffPiece =
  | { readonly kind: "same"; readonly text: string }
  | { readonly kind: "change"; readonly gone: string; readonly come: string };

/**
 * What differs between two texts, word by word; `language` says what a word is, which in Chinese or Thai no space
 * tells. White space that only wraps differently is no difference: a word more in a paragraph of plain text moves the
 * end of every line after it.
 */
export function wordDiff(before: string, after: string, language: string): readonly DiffPiece[] {
  const [old, now] = [wordsOf(before, language), wordsOf(after, language)];
  const steps = edits(old.map(keyOf), now.map(keyOf));
  const kept = steps.filter(({ sign, text }) => sign === " " && isWord(text)).length;
  const most = Math.max(old.filter(isWord).length, now.filter(isWord).length);
  // A few words that two sentences happen to share would only tear both apart.
  if (kept < most / 4) return joined([{ kind: "change", gone: before, come: after }]);
  const pieces: DiffPiece[] = [];
  let [one, two] = [0, 0];
  for (const { sign } of steps) {
    if (sign === " ") pieces.push({ kind: "same", text: now[two] ?? "" });
    else
      pieces.push({
        kind: "change",
        gone: sign === "-" ? (old[one] ?? "") : "",
        come: sign === "+" ? (now[two] ?? "") : "",
      });
    if (sign !== "+") one += 1;
    if (sign !== "-") two += 1;
  }
  return joined(joined(bridged(joined(pieces))).flatMap(trimmed));
}

/** Words, the signs between them, and white space, in order: joined they are the text. An address stays whole. */
function wordsOf(text: string, language: string): readonly string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return text
    .split(/(\s+)/)
    .filter(Boolean)
    .flatMap((part) =>
      /^\s|^<?https?:/.test(part) || rule.test(part)
        ? [part]
        : [...segmenter.segment(part)].map(({ segment }) => segment),
    );
}

/** What underlines a heading of plain text: as long as the heading is, which says nothing. */
const rule = /^([=\-_~*])\1{2,}$/;

function keyOf(word: string): string {
  if (rule.test(word)) return word.slice(0, 3);
  if (!/^\s/.test(word)) return word;
  return /\n\s*\n/.test(word) ? "\n\n" : " ";
}

function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** A change, one space, another change: that reads as one. */
function bridged(pieces: readonly DiffPiece[]): readonly DiffPiece[] {
  return pieces.map((piece, index) => {
    const isBetween = pieces[index - 1]?.kind === "change" && pieces[index + 1]?.kind === "change";
    if (piece.kind !== "same" || !isBetween || isWord(piece.text) || piece.text.includes("\n\n"))
      return piece;
    return { kind: "change", gone: piece.text, come: piece.text };
  });
}

/** The space that both halves of a change begin or end with is no change. */
function trimmed(piece: DiffPiece): readonly DiffPiece[] {
  if (piece.kind === "same" || piece.gone === "" || piece.come === "") return [piece];
  const [, goneStart = "", gone = "", goneEnd = ""] = spaced.exec(piece.gone) ?? [];
  const [, comeStart = "", come = "", comeEnd = ""] = spaced.exec(piece.come) ?? [];
  const isStart = isSameSpace(goneStart, comeStart);
  const isEnd = isSameSpace(goneEnd, comeEnd);
  return [
    { kind: "same", text: isStart ? comeStart : "" },
    {
      kind: "change",
      gone: (isStart ? "" : goneStart) + gone + (isEnd ? "" : goneEnd),
      come: (isStart ? "" : comeStart) + come + (isEnd ? "" : comeEnd),
    },
    { kind: "same", text: isEnd ? comeEnd : "" },
  ];
}

const spaced = /^(\s*)(.*?)(\s*)$/s;

function isSameSpace(one: string, other: string): boolean {
  return one !== "" && other !== "" && keyOf(one) === keyOf(other);
}

/** Neighbours of a kind as one. */
function joined(pieces: readonly DiffPiece[]): readonly DiffPiece[] {
  const found: DiffPiece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last?.kind === "same" && piece.kind === "same")
      found[found.length - 1] = { kind: "same", text: last.text + piece.text };
    else if (last?.kind === "change" && piece.kind === "change")
      found[found.length - 1] = {
        kind: "change",
        gone: last.gone + piece.gone,
        come: last.come + piece.come,
      };
    else if (piece.kind === "same" ? piece.text !== "" : piece.gone + piece.come !== "") found.push(piece);
  }
  return found;
}
