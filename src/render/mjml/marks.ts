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
  return html
    .replace(new RegExp(`${markPattern(prefix).source}\\n?`, "g"), "")
    .replace(/<!\[endif\]-->\s*<!--\[if mso \| IE\]>/g, "");
}

function markPattern(prefix: string): RegExp {
  return new RegExp(`<!-- ${prefix}(Start|End)(\\d+) -->`, "g");
}
