import type { KnownNames } from "../source/audience/parse-audience.ts";
import type { Config } from "./config.ts";

/** The names that audience expressions of this newsletter may use. */
export function knownNames(config: Pick<Config, "fields" | "tags" | "lists">): KnownNames {
  return {
    fields: Object.keys(config.fields),
    tags: Object.keys(config.tags),
    lists: config.lists.map(({ id }) => id),
    types: config.fields,
  };
}

/** What an issue may refer to. */
export function declaredIn(config: Pick<Config, "fields" | "tags" | "lists">): {
  readonly fields: Config["fields"];
  readonly tags: readonly string[];
  readonly lists: readonly string[];
} {
  const { tags, lists } = knownNames(config);
  return { fields: config.fields, tags, lists };
}
