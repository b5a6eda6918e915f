import * as z from "zod";
import { type BlockKind, blockKind, type Key, type Keys } from "./block-kind.ts";

/**
 * A kind that a template adds without rules, for one block: its keys are those that the block has, and what they hold
 * is seen from the values. A text under `url` is a link, under `body` Markdown, any other text one line; a map with
 * `src` is a picture; a list of maps is a list whose items have the keys that any of them has. Where the rules have a
 * fault, what is sound in them holds, and nothing is needed.
 */
export function freeKind(kind: BlockKind, value: unknown): BlockKind {
  const optional = (key: Key): Key => ({ ...key, optional: true });
  const unread = (kind.unread ?? []).map((name) => [name, optional({ type: "line", description: name })]);
  const sound = Object.entries(kind.keys).map(([name, key]) => [name, optional(key)]);
  const keys: Keys = {
    ...Object.fromEntries(unread),
    ...keysOf(isMap(value) ? [value] : []),
    ...Object.fromEntries(sound),
  };
  return blockKind({ ...kind, keys });
}

function keysOf(maps: readonly Readonly<Record<string, unknown>>[]): Keys {
  const names = [...new Set(maps.flatMap((map) => Object.keys(map)))].filter(
    (name) => name !== "only" && name !== "lang",
  );
  return Object.fromEntries(
    names.map((name) => {
      const values = maps.flatMap((map) => (Object.hasOwn(map, name) ? [map[name]] : []));
      const optional = values.length < maps.length;
      return [name, { ...keyFor(name, values), ...(optional ? { optional } : {}) }];
    }),
  );
}

function keyFor(name: string, values: readonly unknown[]): Key {
  const description = name;
  if (values.every(Array.isArray)) {
    const items = values.flat().filter(isMap);
    return { type: "list", description, min: 1, keys: keysOf(items) };
  }
  if (values.every((value) => isMap(value))) return { type: "image", description };
  if (name === "url") return { type: "link", description };
  return { type: name === "body" ? "prose" : "line", description };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).safeParse(value).success;
}
