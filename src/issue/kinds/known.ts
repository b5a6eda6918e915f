import { builtInKinds } from "../blocks/all.ts";
import type { DeclaredFields } from "../merge-fields.ts";
import type { BlockKind } from "./block-kind.ts";

/** What an issue may refer to: declared in `letterpress.yaml`, and by its template. */
export interface Known {
  readonly fields: DeclaredFields;
  /** Ids of the newsletter's lists. */
  readonly lists?: readonly string[];
  readonly tags?: readonly string[];
  /** The kinds of block that the template adds to the built-in ones. */
  readonly kinds?: readonly BlockKind[];
}

/** Every kind of block by its name; a template cannot change what a built-in one holds. */
export function kindsOf({ kinds = [] }: Known): ReadonlyMap<string, BlockKind> {
  return new Map([...kinds, ...builtInKinds].map((kind) => [kind.name, kind]));
}
