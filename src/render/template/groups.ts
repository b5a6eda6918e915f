import type { Context, Value } from "./value.ts";

/**
 * Maps and lists of values that know what they hold when a template shows them as text. Readers would see
 * `[object Object]`; and Handlebars, asked for a name that is not there, says only where it was looked for.
 */
export interface Groups {
  /** The same context; every map and list in it has its own mark as its text. */
  marked(context: Context): Context;
  /** Whether a text shows a whole group. */
  shownIn(text: string): boolean;
  /** The text without the groups that it shows. */
  without(text: string): string;
  /** The names in the group whose mark stands in a text; undefined when none does. */
  namesIn(text: string): readonly string[] | undefined;
}

export function groupsOf(prefix: string): Groups {
  const names: (readonly string[])[] = [];
  const pattern = new RegExp(`${prefix}Group(\\d+)`);
  const mark = <Group extends Value>(group: Group): Group => {
    if (typeof group !== "object") return group;
    for (const inner of Object.values<Value>(group)) mark(inner);
    const number = names.push(Array.isArray(group) ? [] : Object.keys(group)) - 1;
    return Object.defineProperty(group, "toString", {
      value: () => `${prefix}Group${number}Group`,
      configurable: true,
    });
  };
  return {
    marked: mark,
    shownIn: (text) => pattern.test(text),
    without: (text) => text.replace(new RegExp(`${pattern.source}Group`, "g"), ""),
    namesIn: (text) => names[Number(pattern.exec(text)?.[1] ?? Number.NaN)],
  };
}
