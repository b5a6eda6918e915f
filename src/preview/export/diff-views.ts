import { type Html, html } from "../page/html.ts";
import { textDiff } from "./text-diff.ts";
import { type DiffPiece, wordDiff } from "./word-diff.ts";

/** A text and what became of it: in one line when nothing did, otherwise both, with the words that differ marked. */
export function lineChange(name: string, before: string, after: string, language: string): Html {
  if (before === after)
    return html`<div class="change same"><dt>${name}</dt><dd><p dir="auto">${after === "" ? html`<span class="soft">none</span>` : after}</p><p class="soft">as before</p></dd></div>`;
  const pieces = wordDiff(before, after, language);
  return html`<div class="change"><dt>${name}</dt><dd><p class="was" dir="auto"><span class="when">Before</span> ${pieces.map(goneOf)}</p><p class="is" dir="auto"><span class="when">After</span> ${pieces.map(comeOf)}</p></dd></div>`;
}

/** What differs between two plain texts; undefined when they say the same. */
export function textChange(before: string, after: string, language: string): Html | undefined {
  const parts = textDiff(before, after, language);
  if (parts.length === 0) return undefined;
  return html`<div class="sheet diff" tabindex="0" role="region" aria-label="What changed in the plain text">${parts.map(
    (part) =>
      part.kind === "left-out"
        ? html`<p class="left-out">${part.paragraphs === 1 ? "1 paragraph" : `${part.paragraphs} paragraphs`} as before</p>`
        : html`<p class="words${part.pieces.some(({ kind }) => kind === "change") && " changed"}" dir="auto">${part.pieces.map((piece) => html`${piece.kind === "same" ? piece.text : html`${goneOf(piece)}${comeOf(piece)}`}`)}</p>`,
  )}</div>`;
}

function goneOf(piece: DiffPiece): Html | string {
  if (piece.kind === "same") return piece.text;
  return piece.gone === "" ? "" : html`<del>${piece.gone}</del>`;
}

function comeOf(piece: DiffPiece): Html | string {
  if (piece.kind === "same") return piece.text;
  return piece.come === "" ? "" : html`<ins>${piece.come}</ins>`;
}
