/**
 * Comments that frame each block in the expanded MJML. MJML keeps them, so the same marks say which block a line of
 * MJML came from, how many bytes of HTML a block takes, and whether a block is there at all. They are cut out last.
 */

export function framed(prefix: string, index: number, text: string): string {
  return `<!-- ${prefix}Start${index} -->\n${text}\n<!-- ${prefix}End${index} -->\n`;
}

/** Says of offsets in the expanded MJML which block they belong to; undefined is none. */
export function blockAtOffsets(expanded: string, prefix: string): (offset: number) => number | undefined {
  const marks = [...expanded.matchAll(markPattern(prefix))];
  return (offset) => {
    const last = marks.findLast(({ index }) => index <= offset);
    return last?.[1] === "Start" ? Number(last[2]) : undefined;
  };
}

/** The expanded MJML of one block; empty when it is not there. */
export function blockText(expanded: string, prefix: string, index: number): string {
  const [, behind = ""] = expanded.split(`<!-- ${prefix}Start${index} -->`);
  return behind.split(`<!-- ${prefix}End${index} -->`)[0] ?? "";
}

/** The HTML of each block that has both its marks, in the order of the page. */
export function markedBlocks(
  html: string,
  prefix: string,
): readonly { readonly index: number; readonly html: string }[] {
  const pattern = new RegExp(`<!-- ${prefix}Start(\\d+) -->(.*?)<!-- ${prefix}End\\1 -->`, "gs");
  return [...html.matchAll(pattern)].map((match) => ({ index: Number(match[1]), html: match[2] ?? "" }));
}

/** The HTML around the blocks. */
export function withoutBlocks(html: string, prefix: string): string {
  return html.replace(new RegExp(`<!-- ${prefix}Start(\\d+) -->.*?<!-- ${prefix}End\\1 -->`, "gs"), "");
}

/** Takes the marks out and joins the Outlook conditions that stood next to one. */
export function withoutMarks(html: string, prefix: string): string {
  return cutMarks(html, prefix).html;
}

/** The same, and where the blocks stand in what is left, in the order of the page. */
export function cutMarks(
  html: string,
  prefix: string,
): {
  readonly html: string;
  readonly blocks: readonly { readonly index: number; readonly start: number; readonly end: number }[];
} {
  const mark = markPattern(prefix).source;
  const joint = `<!\\[endif\\]-->(?:\\s|${mark})*<!--\\[if mso \\| IE\\]>`;
  const starts = new Map<string, number>();
  const blocks: { index: number; start: number; end: number }[] = [];
  let cut = "";
  let from = 0;
  for (const found of html.matchAll(new RegExp(`${joint}|${mark}\\n?`, "g"))) {
    cut += html.slice(from, found.index);
    from = found.index + found[0].length;
    for (const [, side, index = ""] of found[0].matchAll(markPattern(prefix))) {
      const start = starts.get(index);
      if (side === "Start") starts.set(index, cut.length);
      else if (start !== undefined) blocks.push({ index: Number(index), start, end: cut.length });
    }
  }
  return { html: cut + html.slice(from), blocks };
}

function markPattern(prefix: string): RegExp {
  return new RegExp(`<!-- ${prefix}(Start|End)(\\d+) -->`, "g");
}
