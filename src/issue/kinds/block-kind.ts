import * as z from "zod";
import { htmlShape, idShape, imageShape, lineShape, linkShape, proseShape } from "../shapes.ts";

/**
 * What one kind of block looks like in YAML, as data. Each built-in kind is one file in `blocks/`; a template adds
 * kinds with files of its own. Checking, reading, the JSON Schema, what a partial can name and the plain text follow
 * from it.
 */
export interface BlockKind extends KindSpec {
  /** @internal Checks the block's map, `only` and `lang` included. */
  readonly shape: z.ZodObject;
}

export interface KindSpec {
  readonly name: string;
  readonly description: string;
  readonly keys: Keys;
  /** The key a bare text or a bare list stands for: `letter: |` is `letter: {body: …}`. */
  readonly shorthand?: { readonly text?: string; readonly list?: string };
  /** Of a template's kind without rules: its keys are those that a block has, see `free-kind.ts`. */
  readonly free?: boolean;
  /** Of a kind whose rules have a fault: the keys of which nothing else is known. */
  readonly unread?: readonly string[];
}

/** In the order in which readers meet them. */
export type Keys = Readonly<Record<string, Key>>;

export type Key = ScalarKey | ChoiceKey | ListKey;

interface KeyBase {
  readonly description: string;
  readonly optional?: boolean;
  /** What somebody could write there, shown to editors. A single one would be put in by their program and forgotten. */
  readonly examples?: readonly string[];
}

export interface ScalarKey extends KeyBase {
  readonly type: "line" | "link" | "prose" | "image" | "html" | "id";
  /** Of an image: its keys (`src`, `alt` …) stand in the block itself. */
  readonly spread?: boolean;
}

export interface ChoiceKey extends KeyBase {
  readonly type: "choice";
  /** The first is meant when the key is left out. */
  readonly of: readonly [string, ...string[]];
}

export interface ListKey extends KeyBase {
  readonly type: "list";
  readonly keys: Keys;
  readonly min: number;
  readonly max?: number;
  /** What is said when there are too few or too many: a sentence and, behind a line break, the remedy. */
  readonly tooFew?: string;
  readonly tooMany?: string;
}

export function blockKind(spec: KindSpec): BlockKind {
  return { ...spec, shape: objectShape(spec.keys).extend(audienceKeys) };
}

/** Every block takes these. */
export const audienceKeys = {
  only: z
    .string()
    .optional()
    .meta({
      description: "Who gets the block: an expression over lists, tags and fields. Left out: everybody.",
      examples: ["tag member", 'city = "Paris"', "not tag member"],
    }),
  lang: z
    .string()
    .optional()
    .meta({
      description: "Only readers of this language get the block.",
      examples: ["de", "pt-BR"],
    }),
};

/** The shape of a map with these keys. */
export function objectShape(keys: Keys): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, key] of Object.entries(keys)) {
    if (key.type === "image" && key.spread === true) Object.assign(shape, imageShape.shape);
    else shape[name] = shapeOf(key);
  }
  return z.strictObject(shape);
}

/** The shape of the value of one key. */
export function shapeOf(key: Key): z.ZodType {
  const shape = requiredShape(key).meta(explanation(key));
  return key.optional === true ? shape.optional() : shape;
}

/**
 * Programs put a single example in as the value, where it would be forgotten: that one belongs into the description.
 */
function explanation({ description, examples = [] }: Key) {
  const [only, second] = examples;
  if (only === undefined) return { description };
  if (second === undefined) return { description: `${description} For example: ${only}` };
  return { description, examples: [...examples] };
}

function requiredShape(key: Key): z.ZodType {
  switch (key.type) {
    case "line":
      return lineShape;
    case "link":
      return linkShape;
    case "prose":
      return proseShape;
    case "image":
      return imageShape;
    case "html":
      return htmlShape;
    case "id":
      return idShape;
    case "choice":
      return z.enum(key.of);
    case "list": {
      const { min, max, tooFew, tooMany } = key;
      const few = tooFew ?? `has fewer than ${min}.\nWrite at least ${min}, or leave it out.`;
      const list = z.array(objectShape(key.keys)).min(min, few);
      return max === undefined ? list : list.max(max, tooMany ?? `has more than ${max}.\nShorten the list.`);
    }
  }
}
