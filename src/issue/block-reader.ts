import type { z } from "zod";
import type { Position, Problem } from "../base/problem.ts";
import type { Block, BlockKind, Image } from "../model/issue.ts";
import type { Line, Prose } from "../model/prose.ts";
import type { Path } from "../source/read-yaml.ts";

/** What one kind of block looks like in YAML and how it becomes a value. Each kind is one file in `blocks/`. */
export interface BlockReader<Shape extends z.ZodType = z.ZodType> {
  readonly kind: BlockKind;
  readonly shape: Shape;
  /** The key a bare text or a bare list stands for: `letter: |` is `letter: {body: …}`. */
  readonly shorthand?: { readonly text?: string; readonly list?: string };
  read(value: z.output<Shape>, parts: PartReader): Block;
}

/** Reads the parts of one block; what is wrong with them is collected on the way. Paths start at the block. */
export interface PartReader {
  readonly at: Position;
  positionOf(path: Path): Position;
  line(path: Path): Line;
  prose(path: Path): Prose;
  /** A line that must be a whole https address. */
  link(path: Path): Line;
  image(path: Path): Image;
  report(found: Problem): void;
}

/** Keeps a key out of a value when it is not in the file: `exactOptionalPropertyTypes` wants it missing. */
export function optional<Key extends string, Value>(
  key: Key,
  given: unknown,
  read: () => Value,
): { readonly [name in Key]?: Value } {
  return given === undefined ? {} : ({ [key]: read() } as { readonly [name in Key]: Value });
}
