/** The part of JSON Schema draft-07 that our schema uses, read by rules of its own and not by those that made it. */
export interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

type Rule = (wanted: unknown, value: unknown, schema: JsonSchema, path: string) => readonly string[];

/** Everything in a value that breaks a schema. Throws at a keyword that it does not know. */
export function faultsUnder(schema: JsonSchema, value: unknown, path = "$"): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => {
    const rule = rules[keyword];
    if (rule === undefined) throw new Error(`the keyword "${keyword}" of JSON Schema is not known here`);
    return rule(wanted, value, schema, path);
  });
}

/** The keywords of a schema, at every depth, that are not known here: what they ask is not looked at. */
export function unknownKeywords(schema: JsonSchema): readonly string[] {
  const { properties = {}, items, anyOf = [], additionalProperties, propertyNames } = schema;
  const inner = [...Object.values(properties), items, ...anyOf, additionalProperties, propertyNames];
  const schemas = inner.filter((one) => typeof one === "object" && one !== null) as readonly JsonSchema[];
  return [
    ...Object.keys(schema).filter((one) => rules[one] === undefined),
    ...schemas.flatMap(unknownKeywords),
  ];
}

const silent: Rule = () => [];
const when = (broken: boolean, fault: string): readonly string[] => (broken ? [fault] : []);
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const rules: Readonly<Record<string, Rule>> = {
  $schema: silent,
  title: silent,
  description: silent,
  default: silent,
  examples: silent,
  // Draft-07, section 7.2: a validator may pass over it, and a pattern stands beside it.
  format: silent,
  // Words of VS Code; a validator passes over what it does not know (draft-07, section 6.5 of the core).
  enumDescriptions: silent,
  defaultSnippets: silent,
  type: (wanted, value, _, path) =>
    when(!typesOf(value).includes(String(wanted)), `${path} is not ${wanted}`),
  pattern: (wanted, value, _, path) =>
    when(typeof value === "string" && !new RegExp(String(wanted), "u").test(value), `${path} does not match`),
  const: (wanted, value, _, path) => when(value !== wanted, `${path} is not ${JSON.stringify(wanted)}`),
  enum: (wanted, value, _, path) => when(!(wanted as unknown[]).includes(value), `${path} is not in the set`),
  minimum: (wanted, value, _, path) =>
    when(typeof value === "number" && value < Number(wanted), `${path} is too small`),
  exclusiveMinimum: (wanted, value, _, path) =>
    when(typeof value === "number" && value <= Number(wanted), `${path} is too small`),
  maximum: (wanted, value, _, path) =>
    when(typeof value === "number" && value > Number(wanted), `${path} is too big`),
  minItems: (wanted, value, _, path) =>
    when(Array.isArray(value) && value.length < Number(wanted), `${path} is too short`),
  maxItems: (wanted, value, _, path) =>
    when(Array.isArray(value) && value.length > Number(wanted), `${path} is too long`),
  items: (wanted, value, _, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => faultsUnder(wanted as JsonSchema, item, `${path}[${index}]`))
      : [],
  required: (wanted, value, _, path) =>
    isMap(value)
      ? (wanted as string[])
          .filter((key) => !Object.hasOwn(value, key))
          .map((key) => `${path}.${key} is missing`)
      : [],
  properties: (wanted, value, _, path) =>
    isMap(value)
      ? Object.entries(wanted as Record<string, JsonSchema>).flatMap(([key, inner]) =>
          Object.hasOwn(value, key) ? faultsUnder(inner, value[key], `${path}.${key}`) : [],
        )
      : [],
  additionalProperties: (wanted, value, { properties = {} }, path) =>
    isMap(value)
      ? Object.keys(value)
          .filter((key) => !Object.hasOwn(properties, key))
          .flatMap((key) =>
            wanted === false
              ? [`${path}.${key} is unknown`]
              : faultsUnder(wanted as JsonSchema, value[key], `${path}.${key}`),
          )
      : [],
  propertyNames: (wanted, value, _, path) =>
    isMap(value)
      ? Object.keys(value).flatMap((key) =>
          faultsUnder(wanted as JsonSchema, key, `${path}, the key ${key},`),
        )
      : [],
  anyOf: (wanted, value, _, path) =>
    when(
      !(wanted as JsonSchema[]).some((choice) => faultsUnder(choice, value, path).length === 0),
      `${path} fits no choice`,
    ),
};

function typesOf(value: unknown): readonly string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  if (Number.isInteger(value)) return ["integer", "number"];
  return [typeof value];
}
