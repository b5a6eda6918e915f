import { shortened } from "../../base/shortened.ts";
import { type Position, type Problem, problem } from "../../base/problem.ts";
import { scanHtml } from "../../base/scan-html.ts";
import type { Setting } from "../context.ts";
import { blank, blanked } from "../template/blanked.ts";
import { placesIn } from "../template/places.ts";
import type { TemplateFile } from "../template/template.ts";
import { expand, frameIndex } from "./expand.ts";
import { blockAtOffsets } from "./marks.ts";
import { mjmlTags, textTags } from "./mjml-tags.ts";

/**
 * Words of the template itself that stand where MJML shows no text, and drops them without a word. Those of the issue
 * are missed when it is looked at what became of it. `mjml` is the expanded template. Blocks of which tags have no end
 * are `doubtful`: where words stand in them is not known.
 */
export function looseWords(
  setting: Setting,
  mjml: string,
  leftOut: ReadonlySet<number>,
  doubtful: readonly number[],
): readonly Problem[] {
  if (looseIn(mjml).length === 0) return [];
  const places: Position[] = [];
  const mark = `${setting.book.prefix}Word`;
  const marked = (part: TemplateFile): TemplateFile => ({ ...part, text: withMarks(part, mark, places) });
  const { template } = setting;
  const parts = new Map([...template.parts].map(([name, part]) => [name, marked(part)]));
  const whole = { ...template, frame: marked(template.frame), parts };
  const expanded = expand({ ...setting, template: whole }, leftOut).mjml ?? "";
  const blockAt = blockAtOffsets(expanded, setting.book.prefix);
  const ofMark = new RegExp(`<!--${mark}(\\d+)-->$`);
  return looseIn(expanded).flatMap(({ holder, words, before, start }) => {
    const at = places[Number(ofMark.exec(before)?.[1] ?? Number.NaN)];
    if (at === undefined || doubtful.includes(blockAt(start) ?? frameIndex)) return [];
    const where = holder === undefined ? "outside of every tag" : `in <${holder}>`;
    const message = `the words "${words}" stand ${where}, where no text is shown.`;
    return [problem(at, "render/loose-words", message, "Put them into <mj-text>.")];
  });
}

interface Loose {
  /** The tag of MJML in which it stands. */
  readonly holder: string | undefined;
  readonly words: string;
  /** The comment before it, if one is there. */
  readonly before: string;
  /** Where it begins. */
  readonly start: number;
}

function looseIn(text: string): readonly Loose[] {
  const open: string[] = [];
  let before = "";
  return scanHtml(text).flatMap((piece) => {
    const source = text.slice(piece.start, piece.end);
    const comment = before;
    before = piece.kind === "comment" ? source : "";
    if (piece.kind === "tag" && piece.name.startsWith("mj")) {
      const index = piece.closing ? open.lastIndexOf(piece.name) : -1;
      if (index !== -1) open.length = index;
      else if (!piece.closing && !source.endsWith("/>")) open.push(piece.name);
    }
    const holder = open.at(-1);
    // Of a tag that MJML does not have, its name is what is wrong.
    const shows = holder !== undefined && (textTags.has(holder) || !Object.hasOwn(mjmlTags, holder));
    if (piece.kind !== "text" || !says(source) || shows) return [];
    return [{ holder, words: shortened(source, 60), before: comment, start: piece.start }];
  });
}

/** The text of a file with a comment before each run of its own words; the comment's number is that of its place. */
function withMarks({ file, text }: TemplateFile, mark: string, places: Position[]): string {
  const code = blanked(text);
  const place = placesIn({ file, text });
  const run = new RegExp(`[^\\s${blank}][^${blank}]*`, "g");
  let marked = "";
  let from = 0;
  for (const piece of scanHtml(code)) {
    if (piece.kind !== "text") continue;
    for (const { 0: words, index } of code.slice(piece.start, piece.end).matchAll(run)) {
      if (!says(words)) continue;
      const start = piece.start + index;
      const number = places.push(place(start)) - 1;
      marked += `${text.slice(from, start)}<!--${mark}${number}-->`;
      from = start;
    }
  }
  return marked + text.slice(from);
}

function says(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/&#?\w+;/g, ""));
}
