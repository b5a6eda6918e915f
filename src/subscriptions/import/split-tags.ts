import { printable } from "../../base/printable.ts";
import { suggest } from "../../base/suggest.ts";
import { folded } from "./header.ts";

export interface SplitTags {
  readonly tags: readonly string[];
  /** Those that are not declared, as they are written. */
  readonly undeclared: readonly string[];
}

/** The tags of a cell, separated by commas, semicolons or spaces, as people do. */
export function splitTags(cell: string, declared: readonly string[]): SplitTags {
  const words = cell
    .split(/[\s,;]+/)
    .filter((tag) => tag !== "")
    .map((tag) => tag.normalize("NFC"));
  return {
    tags: words.filter((tag) => declared.includes(tag)),
    undeclared: words.filter((tag) => !declared.includes(tag)),
  };
}

/**
 * The tags of another program, which may have spaces in them and quotes round them: `"VIP customers","Blog"`. One is
 * ours when it is so but for case, spaces and signs: `VIP customers` is `vip-customers`.
 */
export function splitForeignTags(cell: string, declared: readonly string[]): SplitTags {
  const words = [...cell.matchAll(/"([^"]*)"|[^,;|"]+/g)]
    .map(([written, quoted]) => printable(quoted ?? written))
    .filter((tag) => tag !== "");
  const ours = words.map((word) => declared.find((tag) => folded(tag) === folded(word)));
  return {
    tags: ours.filter((tag) => tag !== undefined),
    undeclared: words.filter((_, index) => ours[index] === undefined),
  };
}

/** Why a row with this tag is refused. */
export function undeclaredTag(tag: string, declared: readonly string[]): string {
  const near = suggest(tag, declared);
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  return `has the tag "${printable(tag).slice(0, longestTag)}", which letterpress.yaml does not declare${hint}`;
}

const longestTag = 40;
