import { z } from "zod";
import { type Problem, problem } from "../../base/problem.ts";
import { checkShape } from "../../source/check-shape.ts";
import { readYaml, type Source } from "../../source/yaml/read-yaml.ts";
import { type BlockKind, blockKind, type Key, type Keys } from "./block-kind.ts";

const keyName = z
  .string()
  .regex(/^[a-z]\w*$/i, "is not the name of a key.\nUse letters and digits, starting with a letter.")
  .refine(
    (name) => !["only", "lang", "kind"].includes(name),
    "is a key that every block has.\nChoose another.",
  );

const scalarTypes = ["line", "link", "prose", "image", "id"] as const;
const everyKey = {
  description: z.string().optional(),
  examples: z.array(z.string()).optional(),
  required: z.boolean().default(false),
};

const scalarKey = z.strictObject({ type: z.enum([...scalarTypes, "choice", "list"]), ...everyKey });
const choiceKey = scalarKey.extend({ of: z.array(z.string().min(1)).min(1, "is empty.\nName the words.") });

const innerKey = z.looseObject({ type: z.enum([...scalarTypes, "choice", "list"]) });

const kindShape = z.strictObject({
  description: z.string().describe("What the block is for; editors see it while they write."),
  keys: z.record(keyName, innerKey),
  shorthand: z.string().optional().describe("The key that a bare text or a bare list stands for."),
});

/** Reads `blocks/<kind>.schema.yaml`, the rules of a kind that a template adds. Every finding is returned at once. */
export function parseKind(
  name: string,
  source: Source,
): { readonly kind?: BlockKind; readonly problems: readonly Problem[] } {
  const { yaml, problems: syntax } = readYaml(source);
  if (yaml === undefined) return { problems: syntax };
  const checked = checkShape(yaml, kindShape, "the schema", "issue");
  const problems = [...syntax, ...checked.problems];
  if (checked.value === undefined) return { problems };
  const { description, keys: written, shorthand } = checked.value;
  const keys = keysFrom(written, ["keys"], 0);
  if (shorthand !== undefined && !["prose", "line", "list"].includes(keys[shorthand]?.type ?? ""))
    problems.push(
      problem(
        yaml.at(["shorthand"]),
        "issue/kind-shorthand",
        `"${shorthand}" is no key that holds text or a list.`,
        "Name one that does.",
      ),
    );
  if (problems.length > 0) return { problems };
  const form = keys[shorthand ?? ""]?.type === "list" ? { list: shorthand ?? "" } : { text: shorthand ?? "" };
  return {
    kind: blockKind({ name, description, keys, ...(shorthand === undefined ? {} : { shorthand: form }) }),
    problems,
  };

  function keysFrom(given: Readonly<Record<string, unknown>>, path: readonly string[], depth: number): Keys {
    return Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => {
        const read = keyFrom(value, [...path, key], depth);
        return read === undefined ? [] : [[key, read]];
      }),
    );
  }

  function keyFrom(given: unknown, path: readonly string[], depth: number): Key | undefined {
    const type = (given as { type: string }).type;
    const shape = type === "list" ? listKey : type === "choice" ? choiceKey : scalarKey;
    const part = { ...yamlAt(path), value: given };
    const found = checkShape(part, shape, `"${path.at(-1)}"`, "issue");
    problems.push(...found.problems);
    if (found.value === undefined) return undefined;
    return toKey(found.value, path, depth);
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

const listKey = scalarKey.extend({
  keys: z.record(keyName, innerKey),
  min: z.int().min(0).default(1),
  max: z.int().min(1).optional(),
});

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
