import { suggest } from "../../base/suggest.ts";
import { mjmlTags, textTags } from "./mjml-tags.ts";
import { type Tag, tagsIn } from "./trace.ts";

/** A tag without its other half. */
export interface Unpaired extends Tag {
  /** The tag of MJML that an end was meant for, when it is nearly that. */
  readonly meant?: string;
  /** Nothing may stand so deep in others; what is in it was not looked at. */
  readonly tooDeep?: true;
}

export interface Paired {
  /** The text with every end that is missing, and without those that end nothing. */
  readonly text: string;
  readonly unpaired: readonly Unpaired[];
}

// The templates that ship go 12 deep; MJML goes through tags by calling itself, and so would end in a crash.
const mostDeep = 100;

/**
 * What was opened and not closed before the tag around it was, or before the end; and what was closed and never opened.
 * MJML takes what follows such a tag for its text, loses it, or refuses the next sound tag, so the text is mended for
 * it.
 */
export function pairUp(text: string): Paired {
  const open: Open[] = [];
  const unpaired: Unpaired[] = [];
  const told = new Set<string>();
  const edits: Edit[] = [];
  const tell = (tag: Unpaired) => {
    unpaired.push(tag);
    told.add(tag.name);
  };
  const leave = (left: readonly Open[], before: number) => {
    for (const { tag } of left) tell(tag);
    for (const { tag, next } of left.toReversed()) {
      const end = textTags.has(tag.name) && next !== undefined ? next : before;
      edits.push({ start: end, end, by: `</${tag.name}>` });
    }
  };
  for (const tag of tagsIn(text)) {
    const top = open.at(-1);
    if (top !== undefined && top.next === undefined && tag.name.startsWith("mj")) top.next = tag.start;
    if (tag.kind === "opens") open.push({ tag });
    if (open.length > mostDeep) return { text: "", unpaired: [...unpaired, { ...tag, tooDeep: true }] };
    if (tag.kind !== "closes") continue;
    const index = open.findLastIndex((one) => one.tag.name === tag.name);
    const meant = index === -1 ? open.findLastIndex((one) => isNearly(tag.name, one.tag.name)) : -1;
    const name = open[meant]?.tag.name;
    if (index !== -1) leave(open.splice(index).slice(1), tag.start);
    else if (name !== undefined) {
      leave(open.splice(meant).slice(1), tag.start);
      edits.push({ start: tag.start, end: tag.end, by: `</${name}>` });
      // Of two names that differ, that which MJML does not have is wrong; where it is the first, MJML tells.
      if (Object.hasOwn(mjmlTags, name)) tell({ ...tag, meant: name });
    } else {
      edits.push({
        start: tag.start,
        end: tag.end,
        by: text.slice(tag.start, tag.end).replace(/[^\n]/g, " "),
      });
      // Where two tags cross, one of them is told.
      if (!told.has(tag.name)) tell(tag);
    }
  }
  leave(open, text.length);
  return { text: edited(text, edits), unpaired };
}

interface Open {
  readonly tag: Tag;
  /** Where the next tag of MJML begins: a tag that shows text cannot hold it. */
  next?: number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

function isNearly(name: string, other: string): boolean {
  return name.startsWith("mj") && other.startsWith("mj") && suggest(name, [other]) !== undefined;
}

function edited(text: string, edits: readonly Edit[]): string {
  let whole = "";
  let from = 0;
  for (const { start, end, by } of [...edits].sort((a, b) => a.start - b.start)) {
    whole += text.slice(from, start) + by;
    from = Math.max(from, end);
  }
  return whole + text.slice(from);
}
