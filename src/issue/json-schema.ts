import { z } from "zod";
import { blockReaders } from "./blocks/all.ts";
import { issueShape } from "./parse-issue.ts";

/**
 * The JSON Schema (draft-07) of an issue file, made from the shapes that check it, so that an editor's program completes
 * and explains every key.
 */
export function issueJsonSchema(): Readonly<Record<string, unknown>> {
  const kinds = Object.values(blockReaders).map(({ kind, shape, shorthand }) => {
    const forms: z.ZodType[] = [shape];
    if (shorthand?.text !== undefined)
      forms.push(z.string().describe(`Stands for {${shorthand.text}: …}. Markdown.`));
    if (shorthand?.list !== undefined && shape instanceof z.ZodObject)
      forms.push(shape.shape[shorthand.list] as z.ZodType);
    return z.strictObject({ [kind]: forms.length === 1 ? shape : z.union(forms) });
  });
  const whole = issueShape.extend({ blocks: z.array(z.union(kinds)).min(1) });
  const schema = z.toJSONSchema(whole, { target: "draft-7", io: "input" });
  return { title: "Letterpress issue", ...schema };
}
