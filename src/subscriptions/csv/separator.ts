/** The signs that part the cells of a row. */
export const separators = [",", ";", "\t", "|"] as const;
export type Separator = (typeof separators)[number];

/**
 * Which sign parts the cells of a file that begins with this text: the most frequent one of its first line, outside of
 * quotes.
 */
export function separatorOf(head: string): Separator {
  const line = /[^\r\n]+/.exec(head)?.[0] ?? "";
  const plain = line.replace(/"[^"]*"/g, "");
  const counts = separators.map((separator) => plain.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** Excel's own first line, `sep=;`, which is no row: what it says, and how long it is. */
export function separatorLine(
  head: string,
): { readonly separator: Separator; readonly length: number } | undefined {
  const [whole = "", sign] = /^"?sep=([,;\t|])"?[ ,;\t|]*(?:\r?\n|$)/i.exec(head) ?? [];
  const separator = separators.find((one) => one === sign);
  return separator === undefined ? undefined : { separator, length: whole.length };
}
