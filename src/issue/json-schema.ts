import { z } from "zod";
import { blockReaders } from "./blocks/all.ts";
import { issueShape } from "./parse-issue.ts";
import { proseShape } from "./shapes.ts";

/**
 * The JSON Schema (draft-07) of an issue file, made from the shapes that check it, so that an editor's program completes
 * and explains every key.
 */
export function issueJsonSchema(): Readonly<Record<string, unknown>> {
  const kinds = Object.values(blockReaders).map(({ kind, shape, shorthand }) => {
    const forms: z.ZodType[] = [shape];
    if (shorthand?.text !== undefined)
      forms.push(proseShape.describe(`Stands for {${shorthand.text}: …}. Markdown.`));
    if (shorthand?.list !== undefined && shape instanceof z.ZodObject)
      forms.push(shape.shape[shorthand.list] as z.ZodType);
    const description = shape.description ?? "";
    return z.strictObject({ [kind]: z.union(forms).describe(description) }).describe(description);
  });
  const { blocks } = issueShape.shape;
  const list = z
    .array(z.union(kinds))
    .min(1)
    .describe(blocks.description ?? "");
  const schema = z.toJSONSchema(issueShape.extend({ blocks: list }), { target: "draft-7", io: "input" });
  return { title: "Letterpress issue", description: issueShape.description, ...schema };
}
