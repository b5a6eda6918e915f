import * as z from "zod";
import { builtInKinds } from "../blocks/all.ts";
import { issueShape } from "../issue-shape.ts";
import { audienceKeys, type BlockKind } from "../kinds/block-kind.ts";
import { lineShape, proseShape } from "../shapes.ts";
import { blockSnippets } from "./snippets.ts";

/**
 * The JSON Schema (draft-07) of an issue file, made from the shapes that check it, so that an editor's program
 * completes and explains every key. `added` are kinds of block that templates add, `templates` the names of those there
 * are.
 */
export function issueJsonSchema(
  added: readonly BlockKind[] = [],
  templates: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const kinds = [...builtInKinds, ...added];
  const entries = kinds.map((kind) => {
    const { name, description } = kind;
    return z.strictObject({ [name]: z.union(formsOf(kind)).describe(description) }).meta({ title: name });
  });
  const { blocks, template } = issueShape.shape;
  const list = z
    .array(z.union(entries).meta({ defaultSnippets: blockSnippets(kinds) }))
    .min(1)
    .describe(blocks.description ?? "");
  const shape = issueShape.extend({
    subject: subjectShape(),
    preheader: preheaderShape(),
    blocks: list,
    ...(templates.length < 2 ? {} : { template: template.meta({ examples: [...templates] }) }),
  });
  const schema = z.toJSONSchema(shape, { target: "draft-7", io: "input" });
  return { title: "Letterpress issue", description: issueShape.description, ...schema };
}

function formsOf({ shape, shorthand, keys, free }: BlockKind): readonly z.ZodType[] {
  if (free === true) return [z.looseObject(audienceKeys), z.null().describe("Nothing more to say.")];
  const forms: z.ZodType[] = [shape];
  if (shorthand?.text !== undefined) forms.push(proseShape.describe(`Stands for {${shorthand.text}: …}.`));
  if (shorthand?.list !== undefined) forms.push((shape.shape[shorthand.list] as z.ZodType).nonoptional());
  if (Object.values(keys).every((key) => key.optional === true))
    forms.push(z.null().describe("Nothing more to say."));
  return forms;
}

const languages = "One for each language: en: …, de: …";

function subjectShape() {
  const one = lineShape.meta({
    description: "The subject of the mail. {{field|fallback}} is filled in for each reader.",
    examples: ["Two founders, one feud", "{{firstName|Friends}}, the bridge is open"],
  });
  const tested = z
    .array(lineShape)
    .min(2)
    .max(5)
    .describe("Several subjects, to see which works: each reader gets one.");
  const each = z.record(z.string(), z.union([one, tested])).describe(languages);
  return z.union([one, tested, each]).describe("The subject of the mail.");
}

function preheaderShape() {
  const one = lineShape.meta({
    description: "What mail programs show behind the subject: one sentence, 40 to 90 characters.",
    examples: [
      "How a friendship became a fight, and five short reads",
      "What the city decided on Monday, and what it costs",
    ],
  });
  return z
    .union([one, z.record(z.string(), one).describe(languages)])
    .describe("The line behind the subject.");
}
