import { edits } from "../../base/edits.ts";
import { type DiffPiece, wordDiff } from "./word-diff.ts";

/** A part of two plain texts: paragraphs that differ, one near them, or how many of the others are left out. */
export type DiffPart =
  | { readonly kind: "words"; readonly pieces: readonly DiffPiece[] }
  | { readonly kind: "left-out"; readonly paragraphs: number };

/**
 * What differs between two plain texts: paragraphs in which something differs, word by word, with one paragraph around
 * them. Empty when they say the same, however their lines are wrapped.
 */
export function textDiff(before: string, after: string, language: string): readonly DiffPart[] {
  const [old, now] = [paragraphsOf(before), paragraphsOf(after)];
  const blocks: Block[] = [];
  let [one, two] = [0, 0];
  for (const { sign } of edits(old.map(unwrapped), now.map(unwrapped))) {
    const isSame = sign === " ";
    const last = blocks.at(-1);
    const block = last?.isSame === false && !isSame ? last : { isSame, gone: [], come: [] };
    if (block !== last) blocks.push(block);
    if (sign !== "+") block.gone.push(old[one++] ?? "");
    if (sign !== "-") block.come.push(now[two++] ?? "");
  }
  if (blocks.every(({ isSame }) => isSame)) return [];
  return shown(blocks, language);
}

interface Block {
  readonly isSame: boolean;
  readonly gone: string[];
  readonly come: string[];
}

function paragraphsOf(text: string): readonly string[] {
  return text.trim().split(/\n[^\S\n]*\n\s*/);
}

function unwrapped(paragraph: string): string {
  return paragraph.replace(/\s+/g, " ");
}

function shown(blocks: readonly Block[], language: string): readonly DiffPart[] {
  const parts: DiffPart[] = [];
  for (const [index, { isSame, gone, come }] of blocks.entries()) {
    const isNear = blocks[index - 1]?.isSame === false || blocks[index + 1]?.isSame === false;
    const last = parts.at(-1);
    if (!isSame)
      parts.push({ kind: "words", pieces: wordDiff(gone.join("\n\n"), come.join("\n\n"), language) });
    else if (isNear) parts.push({ kind: "words", pieces: [{ kind: "same", text: come.join("\n\n") }] });
    else if (last?.kind === "left-out")
      parts[parts.length - 1] = { ...last, paragraphs: last.paragraphs + 1 };
    else parts.push({ kind: "left-out", paragraphs: 1 });
  }
  return parts;
}
