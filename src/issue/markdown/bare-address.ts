import type * as Mdast from "mdast";
import { type Context, positionOf, sourceOf, warn } from "./markdown-context.ts";
import { linkWww } from "../../model/noticed/link-www.ts";

/** An address that stands in the text as it is, and what follows it. */
export interface BareAddress {
  readonly words: string;
  /** Undefined when readers are led nowhere: `www.example.org`. */
  readonly url: string | undefined;
  readonly rest: string;
}

/** What an editor wrote without brackets; undefined for `[words](…)` and `<…>`, where the end is certain. */
export function bareAddress(node: Mdast.Link, context: Context): BareAddress | undefined {
  const source = sourceOf(node, context);
  if (/^[[<]/.test(source)) return undefined;
  const [only] = node.children;
  const written = only?.type === "text" ? only.value : source;
  if (/^https?:/i.test(written)) {
    const words = withoutEnd(written);
    return { words, url: words, rest: written.slice(words.length) };
  }
  if (!/^www\./i.test(written)) return { words: written, url: node.url, rest: "" };
  const message = `"${written}" leads nowhere in some mail programs, and elsewhere to a page without encryption.`;
  warn(context, positionOf(node, context), linkWww, message, `Write https://${written}.`);
  return { words: written, url: undefined, rest: "" };
}

/** Text with the addresses that Markdown left in it, because a bracket stands open before them: `[https://…]`. */
export function linkedText(
  value: string,
  source: string,
): readonly (string | { readonly words: string; readonly url: string })[] {
  const parts: (string | { readonly words: string; readonly url: string })[] = [];
  let end = 0;
  for (const { 0: found, index } of value.matchAll(/(?<![\p{L}\p{N}])https?:\/\/[\p{L}\p{N}][^\s<]*/giu)) {
    const words = withoutEnd(found);
    // With a backslash in it, it is meant to be text.
    if (!source.includes(words)) continue;
    parts.push(value.slice(end, index), { words, url: words });
    end = index + words.length;
  }
  return [...parts, value.slice(end)].filter((part) => part !== "");
}

/** A bare address ends where a sentence around it goes on: at a quote, a full-width sign, a bracket it did not open. */
function withoutEnd(written: string): string {
  const words = written.replace(
    /["{}|\\^`“”„’«»‹›\u3000-\u3004\u3008-\u3020！（），．：；？［］｛｝｡-､…].*$/su,
    "",
  );
  let [end, open, closed] = [words.length, count(words, "("), count(words, ")")];
  for (; end > 0; end -= 1) {
    const last = words[end - 1] ?? "";
    if (last === ")" && closed <= open) break;
    if (!/[?!.,:;*_~'()[\]]/.test(last)) break;
    if (last === ")") closed -= 1;
    if (last === "(") open -= 1;
  }
  return words.slice(0, end);
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
