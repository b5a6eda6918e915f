import * as z from "zod";
import { fieldTypes } from "../model/field-type.ts";
import { importColumns, longestFieldValue } from "../model/subscriber.ts";
import { audienceKeywords } from "../source/audience/parse-audience.ts";

const fieldName = z
  .string()
  .regex(/^[A-Za-z]\w{0,39}$/, "is not a field's name.\nUse letters, digits and _.")
  .refine(
    (text) => !audienceKeywords.some((keyword) => keyword === text.toLowerCase()),
    'cannot be a field\'s name: "only" means something else by it.\nChoose another.',
  )
  .refine(
    (text) => !importColumns.some((column) => column.toLowerCase() === text.toLowerCase()),
    "cannot be a field's name: the column of an imported file holds something else.\nChoose another.",
  );

const options = z
  .array(
    z
      .string()
      .transform((text) => text.normalize("NFC").trim())
      .refine(
        (text) => text !== "" && text.length <= longestFieldValue,
        "is empty or too long.\nWrite what readers choose.",
      ),
  )
  .min(1, "is empty.\nName what readers may choose from.")
  .refine(
    (texts) => new Set(texts.map((text) => text.toLowerCase())).size === texts.length,
    "has one option twice.\nDelete one of them.",
  );

const field = z
  .strictObject({
    default: z
      .string()
      .optional()
      .describe(
        "What readers without a value see; left out, every use needs a fallback: {{city|your town}}.",
      ),
    description: z.string().optional().describe("What it holds, for those who write and for forms."),
    type: z.enum(fieldTypes).optional().describe("text, when nothing is said. A choice has options."),
    options: options.optional().describe("What readers may choose from, for the type choice."),
  })
  .refine(({ type, options: listed }) => (type === "choice") === (listed !== undefined), {
    message:
      "does not go together: a choice has options, and no other type has any.\nWrite {type: choice, options: [monthly, weekly]}.",
  });

/** What a newsletter keeps of its readers. */
export const fieldsShape = z.record(fieldName, field.nullable()).default({});
