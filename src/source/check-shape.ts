import * as z from "zod";
import { type Problem, problem } from "../base/problem.ts";
import { didYouMean, suggest } from "../base/suggest.ts";
import type { Path, YamlFile } from "./yaml/read-yaml.ts";

type Finding = z.core.$ZodIssue;

/**
 * Checks a YAML value against a zod schema. `owner` is what the value is called in a sentence (`the issue`, `the
 * poll`); `room` starts the codes of the findings (`issue/unknown-key`). A message of the schema's own may hold a
 * remedy behind a line break. `bare` is the key for which the whole value stands in the file, so that its name means
 * nothing to an editor.
 */
export function checkShape<Schema extends z.ZodType>(
  yaml: YamlFile,
  schema: Schema,
  owner: string,
  room: string,
  bare?: string,
): { readonly value?: z.output<Schema>; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(yaml.value, { reportInput: true });
  if (result.success) return { value: result.data, problems: [] };
  const context = { yaml, schema, owner, room, bare };
  const findings = result.error.issues;
  const mistyped = mistypedKeys(findings, context);
  return {
    problems: findings
      .filter(({ path }) => !mistyped.has(JSON.stringify(path)))
      .flatMap((finding) => toProblems(finding, context)),
  };
}

interface Context {
  readonly yaml: YamlFile;
  readonly schema: z.ZodType;
  readonly owner: string;
  readonly room: string;
  readonly bare: string | undefined;
}

function toProblems(finding: Finding, context: Context): Problem[] {
  const { yaml, schema, owner, room, bare } = context;
  const path = finding.path.filter(isStep);
  const isBare = path.length === 1 && path[0] === bare;
  const name = isBare ? owner : nameOf(path, owner);
  if (finding.code === "unrecognized_keys") {
    const known = keysAt(schema, path);
    return finding.keys.map((key) =>
      problem(
        yaml.keyAt([...path, key]),
        `${room}/unknown-key`,
        `${name} has no key "${key}".`,
        didYouMean(key, known),
      ),
    );
  }
  if ((finding.code === "invalid_type" || finding.code === "invalid_value") && finding.input === undefined) {
    const parent = path.slice(0, -1);
    const message = `${nameOf(parent, owner)} has no "${String(path.at(-1))}".`;
    const remedy = finding.message.split("\n")[1] ?? `Add ${expected(finding)}.`;
    return [problem(yaml.keyAt(parent), `${room}/missing`, message, remedy)];
  }
  if (finding.code === "invalid_key") {
    const [message, remedy] = ownWords(finding.issues[0] ?? finding, name);
    return [problem(yaml.keyAt(path), `${room}/wrong-form`, message, remedy)];
  }
  const [message, remedy] = describe(finding, name, keysAt(schema, path));
  const leave = isBare ? ", or leave the block out" : isOptional(schema, path) ? leaveOut : "";
  const code = `${room}/${codes[finding.code] ?? "invalid"}`;
  return [problem(yaml.at(path), code, message, remedy?.replace(leaveOut, leave))];
}

// In the remedies of schemas, which do not know whether the key is needed where they stand.
const leaveOut = ", or leave the key out";

function isOptional(schema: z.ZodType, path: Path): boolean {
  return schemasAt(schema, path).some((one) => one.safeParse(undefined).success);
}

/**
 * The paths of keys that are missing only because they are mistyped; the mistyped ones are told, with "did you mean".
 */
function mistypedKeys(findings: readonly Finding[], { schema }: Context): ReadonlySet<string> {
  return new Set(
    findings.flatMap((finding) => {
      if (finding.code !== "unrecognized_keys") return [];
      const known = keysAt(schema, finding.path.filter(isStep));
      return finding.keys.flatMap((key) => {
        const meant = suggest(key, known);
        const missing = findings.find(
          ({ path, code, input }) =>
            code === "invalid_type" &&
            input === undefined &&
            path.length === finding.path.length + 1 &&
            path.at(-1) === meant &&
            finding.path.every((step, index) => path[index] === step),
        );
        return missing === undefined ? [] : [JSON.stringify(missing.path)];
      });
    }),
  );
}

function isStep(step: PropertyKey): step is string | number {
  return typeof step !== "symbol";
}

const codes: Readonly<Record<string, string>> = {
  invalid_type: "wrong-type",
  invalid_value: "unknown-value",
  invalid_format: "wrong-form",
  too_small: "too-small",
  too_big: "too-big",
};

type Sentences = readonly [message: string, remedy?: string | undefined];

/** `known` are the keys that a map may have in this place. */
function describe(finding: Finding, name: string, known: readonly string[]): Sentences {
  const given = finding.input;
  switch (finding.code) {
    case "invalid_type": {
      if (finding.expected === "string" && (typeof given === "number" || typeof given === "boolean"))
        return [`${name} is read as the ${typeof given} ${given}, not as text.`, "Put quotes round it."];
      if (finding.message.includes("\n")) return ownWords(finding, name);
      return [`${name} is ${kindOf(given)}, but should be ${expected(finding)}.`, remedyFor(finding, known)];
    }
    case "invalid_value": {
      const values = finding.values.map(String);
      const near = suggest(String(given), values);
      return [
        `${name} cannot be "${String(given)}".`,
        near ? `Did you mean "${near}"?` : `Use ${values.join(" or ")}.`,
      ];
    }
    case "too_small":
    case "too_big":
      if (!finding.message.startsWith("Too ")) return ownWords(finding, name);
      return [`${name} is ${String(given)}.`, `Write ${limits(finding)}.`];
    case "invalid_union":
      if (finding.message.includes("\n")) return ownWords(finding, name);
      return [`${name} is ${kindOf(given)}, which does not fit here.`];
    default:
      return ownWords(finding, name);
  }
}

/** The schema's own message: what is wrong, and behind a line break the remedy. */
function ownWords(finding: Finding, name: string): Sentences {
  const [message, remedy] = finding.message.split("\n");
  return [`${name} ${message}`, remedy];
}

function limits(finding: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const { code, inclusive } = finding;
  if (code === "too_small") return `${inclusive ? "at least" : "more than"} ${finding.minimum}`;
  return `${inclusive ? "at most" : "less than"} ${finding.maximum}`;
}

/** YAML may have turned a text into something else, or into nothing, by its first character. */
function remedyFor(finding: Finding, known: readonly string[]): string {
  if (finding.code === "invalid_type" && finding.expected === "object" && known.length > 0)
    return `Write its keys on the lines below, each with a colon: ${known.join(", ")}.`;
  if (finding.code === "invalid_type" && finding.expected === "array")
    return 'Write a list: each item on a line of its own that starts with "- ".';
  if (finding.code !== "invalid_type" || finding.expected !== "string") return `Write ${expected(finding)}.`;
  if (finding.input === null) return "Write it; a text that starts with # needs quotes round it.";
  return "Write it as text; a text that starts with {, [ or - needs quotes round it.";
}

function expected(finding: Finding): string {
  if (finding.code === "invalid_value") return finding.values.map(String).join(" or ");
  const type = finding.code === "invalid_type" ? finding.expected : "";
  return typeNames[type] ?? "a value";
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys and values",
  record: "a map of keys and values",
};

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

/** `"title" of item 2 of "items"`, counted from 1 as editors do. */
function nameOf(path: Path, owner: string): string {
  const names: string[] = [];
  for (const step of path) {
    const last = names.at(-1);
    if (typeof step === "number") names.push(`item ${step + 1}`);
    else if (last?.startsWith('"')) names[names.length - 1] = `${last.slice(0, -1)}.${step}"`;
    else names.push(`"${step}"`);
  }
  return names.length === 0 ? owner : names.reverse().join(" of ");
}

/** The keys a schema knows at a path inside it. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  return schemasAt(schema, path)
    .flatMap(objectsIn)
    .flatMap((object) => (object instanceof z.ZodObject ? Object.keys(object.shape) : []));
}

/** What a schema asks of the value at a path inside it, seen through optional values, defaults, lists and unions. */
function schemasAt(schema: z.ZodType, path: Path): z.ZodType[] {
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  return objectsIn(schema).flatMap((object) => {
    if (object instanceof z.ZodArray) return schemasAt(object.element as z.ZodType, rest);
    if (object instanceof z.ZodRecord) return schemasAt(object.valueType as z.ZodType, rest);
    const child =
      object instanceof z.ZodObject ? (object.shape as Record<string, z.ZodType>)[String(step)] : undefined;
    return child === undefined ? [] : schemasAt(child, rest);
  });
}

function objectsIn(schema: z.ZodType): z.ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return objectsIn(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe)
    return [...objectsIn(schema.in as z.ZodType), ...objectsIn(schema.out as z.ZodType)];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => objectsIn(option as z.ZodType));
  return [schema];
}
