import * as z from "zod";
import { type Position, type Problem, problem } from "../../base/problem.ts";
import { suggest } from "../../base/suggest.ts";
import { checkShape } from "../../source/check-shape.ts";
import { readYaml, type Source } from "../../source/yaml/read-yaml.ts";
import { type BlockKind, blockKind, type Key, type Keys, type KindSpec } from "./block-kind.ts";

/** What every file of a template can name; a key of a block must not hide it. */
const sharedNames = ["newsletter", "issue", "links", "subscriber", "theme", "words"];

const keyName = z
  .string()
  .regex(/^[a-z]\w*$/i, "is not the name of a key.\nUse letters and digits, starting with a letter.")
  .refine(
    (name) => !["only", "lang", "kind"].includes(name),
    "is a key that every block has.\nChoose another.",
  )
  .refine(
    (name) => !sharedNames.includes(name) && !(name in {}),
    "is a name that means something else in every template.\nChoose another.",
  );

const scalarTypes = ["line", "link", "prose", "image", "id"] as const;
const everyKey = {
  description: z.string().optional(),
  examples: z.array(z.string()).optional(),
  required: z.boolean().default(false),
};

const scalarKey = z.strictObject({ type: z.enum([...scalarTypes, "choice", "list"]), ...everyKey });
const choiceKey = scalarKey.extend({ of: z.array(z.string().min(1)).min(1, "is empty.\nName the words.") });

/** Of a key whose type is not known, anything may belong to it that belongs to any. */
const anyKey = scalarKey.extend(
  Object.fromEntries(["of", "keys", "min", "max"].map((name) => [name, z.unknown().optional()])),
);
/** Each is checked by its type. */
const innerKey = z.looseObject({});

const kindShape = z.strictObject({
  description: z.string().describe("What the block is for; editors see it while they write."),
  keys: z.record(keyName, innerKey),
  shorthand: z.string().optional().describe("The key that a bare text or a bare list stands for."),
});

/**
 * Reads `blocks/<kind>.schema.yaml`, the rules of a kind that a template adds. Every finding is returned at once. With
 * a finding there is no kind, and `sound` is what can be told of it nevertheless.
 */
export function parseKind(
  name: string,
  source: Source,
): { readonly kind?: BlockKind; readonly sound?: SoundRules; readonly problems: readonly Problem[] } {
  const { yaml, problems: syntax } = readYaml(source);
  if (yaml === undefined) return { problems: syntax };
  const checked = checkShape(yaml, kindShape, "the schema", "issue");
  const problems = [...syntax, ...checked.problems];
  const whole = isMap(yaml.value) ? yaml.value : {};
  // A mistyped "keys" is told; what stands under it is looked at all the same.
  const under = Object.keys(whole).find((key) => key === "keys" || suggest(key, ["keys"]) !== undefined);
  const written = under !== undefined && isMap(whole[under]) ? whole[under] : {};
  const keys = keysFrom(written, [under ?? "keys"], 0);
  const shorthand = typeof whole.shorthand === "string" ? whole.shorthand : undefined;
  const unread = Object.keys(written).filter((key) => keys[key] === undefined);
  if (shorthand !== undefined && under !== undefined && !unread.includes(shorthand))
    problems.push(...wrongShorthand(yaml.at(["shorthand"]), shorthand, keys));
  const form = keys[shorthand ?? ""]?.type === "list" ? { list: shorthand ?? "" } : { text: shorthand ?? "" };
  const forms = shorthand === undefined ? {} : { shorthand: form };
  if (problems.length > 0 || checked.value === undefined)
    return { sound: { keys, unread, ...forms }, problems };
  return { kind: blockKind({ name, description: checked.value.description, keys, ...forms }), problems };

  function keysFrom(given: Map, path: readonly string[], depth: number): Keys {
    return Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => {
        const read = isMap(value) ? keyFrom(value, [...path, key], depth) : undefined;
        return read === undefined ? [] : [[key, read]];
      }),
    );
  }

  function keyFrom(given: Map, path: readonly string[], depth: number): Key | undefined {
    const { type, keys } = given;
    const known = scalarTypes.some((one) => one === type);
    const shape = type === "list" ? listKey : type === "choice" ? choiceKey : known ? scalarKey : anyKey;
    const part = { ...yamlAt(path), value: given };
    const found = checkShape(part, shape, `"${path.at(-1)}"`, "issue");
    problems.push(...found.problems);
    if (found.value !== undefined) return toKey(found.value as WrittenKey, path, depth);
    if (type === "list" && isMap(keys)) keysFrom(keys, [...path, "keys"], depth + 1);
    return undefined;
  }

  function yamlAt(path: readonly string[]) {
    const whole = yaml as NonNullable<typeof yaml>;
    return {
      at: (inner: readonly (string | number)[]) => whole.at([...path, ...inner]),
      keyAt: (inner: readonly (string | number)[]) => whole.keyAt([...path, ...inner]),
      within: (inner: readonly (string | number)[], line: number, column: number) =>
        whole.within([...path, ...inner], line, column),
    };
  }

  function toKey(key: WrittenKey, path: readonly string[], depth: number): Key | undefined {
    const { type, required } = key;
    const base = {
      description: key.description ?? path.at(-1) ?? "",
      ...(key.examples === undefined ? {} : { examples: key.examples }),
      ...(required ? {} : { optional: true }),
    };
    if (type === "choice") {
      const [first = "", ...others] = key.of ?? [];
      return { ...base, type, of: [first, ...others] };
    }
    if (type !== "list") return { ...base, type };
    if (depth > 0) {
      const at = yamlAt(path).at([]);
      problems.push(
        problem(at, "issue/kind-list", "a list stands in a list.", "Make it one list, or use Markdown."),
      );
      return undefined;
    }
    const { min = 1, max, keys = {} } = key;
    return {
      ...base,
      type,
      min,
      ...(max === undefined ? {} : { max }),
      keys: keysFrom(keys, [...path, "keys"], depth + 1),
    };
  }
}

/** What can be told of a kind whose rules have a fault. */
export type SoundRules = Pick<KindSpec, "keys" | "unread" | "shorthand">;

type Map = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongShorthand(at: Position, shorthand: string, keys: Keys): readonly Problem[] {
  if (["prose", "line", "list"].includes(keys[shorthand]?.type ?? "")) return [];
  const message = `"${shorthand}" is no key that holds text or a list.`;
  return [problem(at, "issue/kind-shorthand", message, "Name one that does.")];
}

const listKey = scalarKey
  .extend({
    keys: z.record(keyName, innerKey),
    min: z.int().min(0).default(1),
    max: z.int().min(1).optional(),
  })
  .refine(
    ({ min, max }) => max === undefined || min <= max,
    "asks for more than it allows.\nCorrect min or max.",
  );

interface WrittenKey {
  readonly type: (typeof scalarTypes)[number] | "choice" | "list";
  readonly description?: string | undefined;
  readonly examples?: readonly string[] | undefined;
  readonly required: boolean;
  readonly of?: readonly string[];
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly min?: number;
  readonly max?: number | undefined;
}
