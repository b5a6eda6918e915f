import type * as Mdast from "mdast";
import { mergeFieldPattern } from "../merge-fields.ts";
import { markdownTree } from "./markdown.ts";
import { beyondLimits } from "./markdown-limits.ts";

/**
 * Says of a place in a text, in Markdown or HTML, whether this address leads somewhere there. In code, in the words and
 * the title of a link and in an editor's note it is only shown, or not even that.
 */
export function linkPlaces(written: string, url: string): (index: number) => boolean {
  const text = withoutNotes(written);
  if (/^\s*<[a-z][\w-]*[\s/>]/i.test(text))
    return (index) => /\bhref\s*=\s*["']?\s*$/i.test(text.slice(Math.max(0, index - 40), index));
  if (beyondLimits(text, unplaced) !== undefined) return () => false;
  const fieldless = text.replace(mergeFieldPattern, (field) => "-".repeat(field.length));
  const shown = shownSpans(markdownTree(fieldless), fieldless, url);
  return (index) =>
    text.startsWith(url, index) &&
    // The address of another page may hold this one.
    !/[\w/?&%=]/.test(text[index - 1] ?? "") &&
    !shown.some(({ start, end }) => index >= start && index < end);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const unplaced = () => ({ file: "", line: 1, column: 1 });

/** The text with blanks in the place of `<!-- … -->`. */
function withoutNotes(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", end)) {
    const close = text.indexOf("-->", start);
    const next = close < 0 ? text.length : close + "-->".length;
    parts.push(text.slice(end, start), text.slice(start, next).replace(/[^\n]/g, " "));
    end = next;
  }
  return parts.join("") + text.slice(end);
}

function shownSpans(node: Mdast.Nodes, text: string, url: string): readonly Span[] {
  const span = { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
  switch (node.type) {
    case "code":
    case "inlineCode":
    case "image":
    case "imageReference":
    case "linkReference":
      return [span];
    case "definition":
      return allButOne(span, text.indexOf("]:", span.start), { text, url });
    case "link": {
      const words = node.children.at(-1)?.position?.end.offset ?? span.start;
      return text[span.start] === "[" ? allButOne(span, words, { text, url }) : [];
    }
    default:
      return "children" in node ? node.children.flatMap((child) => shownSpans(child, text, url)) : [];
  }
}

/** Of a link, all but the first place of its address behind its words or its name. */
function allButOne(
  { start, end }: Span,
  from: number,
  { text, url }: { readonly text: string; readonly url: string },
): readonly Span[] {
  const place = text.indexOf(url, from);
  const leads = place >= 0 && /^[\](:\s<]*$/.test(text.slice(from, place));
  if (!leads) return [{ start, end }];
  return [
    { start, end: place },
    { start: place + 1, end },
  ];
}
