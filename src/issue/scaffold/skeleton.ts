import { type BlockKind, type Key, type Keys, type ListKey, shapeOf } from "../kinds/block-kind.ts";

/** How a place is written down that an editor still has to fill; `words` say what belongs there. */
export interface Pen {
  /** As it stands behind the colon of its key. */
  line(words: string): string;
  link(words: string): string;
  /** A short name; `nth` counts the items of a list from 0. */
  id(words: string, nth?: number): string;
  /** A value that is known already. */
  value(known: string): string;
  /** The lines below `|`. */
  text(words: string): readonly string[];
  /** The lines of the same text when it was like this the last time. */
  textLike?(before: string, words: string): readonly string[];
}

/**
 * The lines of a block with nothing in it yet, without the indentation that they have in an issue; the first is the
 * kind and its colon. `like` is what stood under the kind in another issue: the same keys are written, and lists are
 * about as long. Without it, the keys are those that a block needs.
 */
export function skeletonOf(kind: BlockKind, pen: Pen, like?: unknown): readonly string[] {
  const { name, keys, shorthand } = kind;
  const map = isMap(like) ? like : {};
  const bare = shorthand?.text;
  const body = bare === undefined ? undefined : keys[bare];
  if (body?.type === "prose" && bare !== undefined && (like === undefined || typeof like === "string"))
    return [`${name}: |`, ...indented(textLines(body, pen, like))];
  if (shorthand?.list !== undefined && Array.isArray(like)) {
    const list = keys[shorthand.list];
    if (list?.type === "list") return [`${name}:`, ...indented(itemLines(list, pen, like))];
  }
  const audience = ["only", "lang"].flatMap((key) =>
    typeof map[key] === "string" ? [`${key}: ${pen.value(map[key])}`] : [],
  );
  return [`${name}:`, ...indented([...audience, ...keyLines(keys, pen, map)])];
}

/** Whether a block of this kind cannot be written down without a picture that nobody has chosen yet. */
export function needsPicture({ keys }: BlockKind): boolean {
  return Object.values(keys).some((key) => key.type === "image" && key.optional !== true);
}

/** The first sentence of a description, without its dot. */
export function wordsOf({ description }: { readonly description: string }): string {
  return (/^.*?[.:;](?=\s|$)/s.exec(description)?.[0] ?? description).replace(/[.:;]$/, "");
}

function keyLines(keys: Keys, pen: Pen, like: Readonly<Record<string, unknown>>, nth?: number) {
  const hasList = Object.values(keys).some(({ type }) => type === "list");
  return Object.entries(keys).flatMap(([name, key]): readonly string[] => {
    if (key.type === "image" && key.spread === true) return pictureLines(pen);
    const before = Object.hasOwn(like, name) ? like[name] : undefined;
    if (before === undefined && (key.optional === true || key.type === "choice")) return [];
    if (key.type === "image") {
      const lines = [`${name}:`, ...indented(pictureLines(pen))];
      return key.optional === true ? commented(lines) : lines;
    }
    if (key.type === "list") return [`${name}:`, ...indented(itemLines(key, pen, before))];
    if (key.type === "prose" || key.type === "html")
      return [`${name}: |`, ...indented(textLines(key, pen, before))];
    // The title above a list is the name of a column: it comes back in each issue.
    const stays = key.type === "choice" || (hasList && key.type === "line" && name === "title");
    if (stays && typeof before === "string" && shapeOf(key).safeParse(before).success)
      return [`${name}: ${pen.value(before)}`];
    return [`${name}: ${scalarFor(key, pen, nth)}`];
  });
}

function scalarFor(key: Exclude<Key, ListKey>, pen: Pen, nth: number | undefined): string {
  if (key.type === "choice") return pen.value(key.of[0]);
  if (key.type === "id") return pen.id(wordsOf(key), nth);
  return key.type === "link" ? pen.link(wordsOf(key)) : pen.line(wordsOf(key));
}

const mostItems = 3;

function itemLines(list: ListKey, pen: Pen, like: unknown): readonly string[] {
  const before = Array.isArray(like) ? like.filter(isMap) : [];
  const count = Math.max(list.min, 1, Math.min(before.length, list.max ?? mostItems, mostItems));
  return Array.from({ length: count }, (_, index) => before[index] ?? before.at(-1) ?? {}).flatMap(
    (item, index) => {
      const [first = "", ...others] = keyLines(list.keys, pen, item, index);
      // A comment cannot open an item.
      return first.startsWith("#")
        ? ["-", ...indented([first, ...others])]
        : [`- ${first}`, ...indented(others)];
    },
  );
}

function textLines(key: Key, pen: Pen, before: unknown): readonly string[] {
  if (typeof before === "string" && key.type === "prose" && pen.textLike !== undefined)
    return pen.textLike(before, wordsOf(key));
  return pen.text(wordsOf(key));
}

function pictureLines(pen: Pen): readonly string[] {
  return [`src: ${pen.value("images/…")}`, `alt: ${pen.line("What the picture shows")}`];
}

export function commented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "#" : `# ${line}`));
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
