import { shortened } from "../../base/shortened.ts";
import { type Position, type Problem, problem } from "../../base/problem.ts";
import type { Block, Image } from "../../model/issue.ts";
import type { PlacedImages } from "../place-images.ts";
import type { TokenBook } from "../tokens.ts";
import { lostInHtml, lostInText } from "./lost-links.ts";
import type { Said, SaidText } from "./said.ts";
import { type Shown, squeezed } from "./shown.ts";

/**
 * Proves that what a block says is in its HTML and in its plain text. MJML drops some content without an error (text
 * between sections, whatever follows an unclosed tag), and a template may simply forget a value; either would lose
 * words in front of every reader, so each loss is a Problem at the block, naming the file of the template.
 */
export function checkSurvival(input: {
  readonly block: Block;
  readonly book: TokenBook;
  readonly said: Said;
  /** The HTML of the block as a reader sees it. */
  readonly shown: Shown;
  /** The plain text of the block. */
  readonly text: string;
  /** The file of the partial that sets the block. */
  readonly part: string;
  readonly images: PlacedImages;
  /** A sentence that says which tag swallowed a text, if one did. */
  readonly swallowed: (text: string) => string;
}): readonly Problem[] {
  const { block, book, said, shown, part } = input;
  const sample = (text: string) => shortened(book.sample(text), 60);
  const remedy = `Make ${part} show it, and let no text stand outside mj-text.`;
  const lost = (at: Position, message: string) => problem(at, "render/lost", message, remedy);
  const lacksInText = (at: Position, message: string) => problem(at, "render/lost-text", message);
  const inHtml = (one: SaidText) => one.only !== "plain";
  const inText = (one: SaidText) => one.only !== "html";
  return [
    ...missingRuns(said.texts.filter(inHtml), shown.text).map(({ text, at }) =>
      lost(
        at,
        `the ${block.kind} block says "${sample(text)}", which is not in its HTML.${input.swallowed(text)}`,
      ),
    ),
    ...lostInHtml(said, shown.links).map(({ link: { text, at }, wanted, found }) =>
      lost(
        at,
        found === 0
          ? `the ${block.kind} block links to ${sample(text)}, but its HTML does not.`
          : `the ${block.kind} block links to ${sample(text)} ${wanted} times, but its HTML only ${found} of them.`,
      ),
    ),
    ...missingImages(said.images, input.images, shown).map(({ src, at }) =>
      lost(at, `the picture "${src}" of the ${block.kind} block is not in its HTML with its alt text.`),
    ),
    ...missingRuns(said.texts.filter(inText), unquoted(input.text), unquoted).map(({ text, at }) =>
      lacksInText(at, `the ${block.kind} block says "${sample(text)}", which its plain text does not.`),
    ),
    ...lostInText(said, input.text).map(({ link: { text, at } }) =>
      lacksInText(at, `the plain text of the ${block.kind} block lacks the link ${sample(text)}.`),
    ),
  ];
}

/**
 * Each run must be there as often as the block says it, so that a lost title is missed even when the words of the title
 * occur in the body too.
 */
function missingRuns(runs: readonly SaidText[], shown: string, squeeze = squeezed): readonly SaidText[] {
  const said = runs.map(({ text }) => squeeze(text));
  const whole = said.join("\n");
  return runs.filter(({ text }, index) => {
    const wanted = said[index] ?? "";
    return (
      said.indexOf(wanted) === index && occurrences(shown, wanted) < occurrences(whole, wanted) && text !== ""
    );
  });
}

/** Each picture must be there as often as the block has it with these words. */
function missingImages(images: readonly Image[], { of }: PlacedImages, shown: Shown): readonly Image[] {
  const key = (src: string | undefined, alt: string | undefined) => JSON.stringify([src, alt]);
  const left = Map.groupBy(shown.images, ({ src, alt }) => key(src, alt));
  return images.filter((image) => {
    const placed = of.get(image);
    return placed !== undefined && left.get(key(placed.src, image.alt))?.pop() === undefined;
  });
}

/** In plain text each line of a quote begins with a mark, in the middle of what it says. */
function unquoted(text: string): string {
  return squeezed(text).replaceAll(">", "");
}

function occurrences(text: string, part: string): number {
  return part === "" ? 0 : text.split(part).length - 1;
}
