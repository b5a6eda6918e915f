import { blankMark } from "../blanks.ts";
import type { BlockKind } from "../kinds/block-kind.ts";
import { type Pen, skeletonOf } from "../scaffold/skeleton.ts";

/** What an editor's program puts in when somebody chooses this kind of block from its list. */
export interface Snippet {
  readonly label: string;
  readonly description: string;
  /** In the notation of snippets: `${1:words}` is a place to fill, and Tab goes on to the next. */
  readonly bodyText: string;
}

/** `defaultSnippets` for a block of each kind: a word of the YAML language server that validators pass over. */
export function blockSnippets(kinds: readonly BlockKind[]): readonly Snippet[] {
  return kinds
    .filter(({ free }) => free !== true)
    .map((kind) => ({
      label: `${kind.name}: …`,
      description: kind.description,
      bodyText: skeletonOf(kind, snippetPen()).join("\n"),
    }));
}

function snippetPen(): Pen {
  let stop = 0;
  const place = (words: string) => {
    stop += 1;
    return `\${${stop}:${words.replace(/[\\$}]/g, "\\$&")}}`;
  };
  return {
    line: (words) => place(`${blankMark} ${words}`),
    link: () => place("https://"),
    id: place,
    value: place,
    text: (words) => [place(`${blankMark} ${words}`)],
  };
}
