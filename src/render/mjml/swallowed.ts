import { escapeHtml } from "../../base/html.ts";
import { formatPosition } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { expand } from "./expand.ts";
import { blockText } from "./marks.ts";
import { textTags } from "./mjml-tags.ts";
import { type Tag, tagsIn, traceOf } from "./trace.ts";
import type { Missing } from "./typeset.ts";

/**
 * Says which tag of the template swallowed a text, as a sentence with its place; an empty one when none did. MJML drops
 * what stands directly in a section or a column. For texts that are lost: the template is expanded once more at the
 * first of them.
 */
export function swallowedBy(setting: Setting, missing: Missing): (block: number, text: string) => string {
  const trace = traceOf(setting);
  let expanded: string | undefined;
  return (block, text) => {
    expanded ??= expand({ ...setting, template: trace.template }, missing.blocks).mjml ?? "";
    const whole = blockText(expanded, setting.book.prefix, block);
    const at = placeOfRun(whole, escapeHtml(text));
    if (at === undefined) return "";
    const holder = openTags(whole.slice(0, at)).at(-1);
    const place = holder && trace.placeOn(holder.line, holder.name);
    if (holder === undefined || place === undefined || textTags.has(holder.name)) return "";
    return ` It stands in <${holder.name}> at ${formatPosition(place)}, which shows no text itself.`;
  };
}

/** Where a text begins; bold words and the like may part it, so its beginning is enough. */
function placeOfRun(whole: string, text: string): number | undefined {
  const line = text.trim();
  for (const length of [line.length, 30, 12]) {
    const index = whole.indexOf(line.slice(0, length));
    if (index !== -1 && line !== "") return index;
  }
  return undefined;
}

/** The tags of MJML that are still open at the end of a text, from the outermost. */
function openTags(text: string): readonly Tag[] {
  const open: Tag[] = [];
  for (const tag of tagsIn(text).filter(({ name }) => name.startsWith("mj"))) {
    if (tag.kind === "opens") open.push(tag);
    const index = tag.kind === "closes" ? open.findLastIndex(({ name }) => name === tag.name) : -1;
    if (index !== -1) open.length = index;
  }
  return open;
}
