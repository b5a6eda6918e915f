import * as z from "zod";

/** The parts that blocks are made of, as they stand in YAML. The descriptions go into the JSON Schema. */
const filled = /\S/;

/** What is said when a key is left out that is needed. */
function lacking(remedy: string) {
  return ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is missing.\n${remedy}` : undefined;
}

export const lineShape = z
  .string()
  .regex(filled, "is empty.\nWrite it, or leave the key out.")
  .describe("One line of text. {{field|fallback}} is filled in for each reader.");

export const proseShape = z
  .string()
  .regex(filled, "is empty.\nWrite it, or leave the key out.")
  .describe("Markdown. Headings start at ##. {{field|fallback}} is filled in for each reader.");

export const linkShape = z.string({ error: lacking("Add the address it leads to.") }).meta({
  description: "A whole address: https://…, or mailto: and tel: with one address or number.",
  examples: ["https://example.org/story", "mailto:desk@example.org"],
});

export const idShape = z
  .string({ error: lacking("Add a short name: small letters, digits and hyphens.") })
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
    "is not a short name.\nUse small letters, digits and hyphens.",
  )
  .describe(
    "A short name: small letters, digits and hyphens. It is part of links, so do not change it later.",
  );

export const htmlShape = z
  .string()
  .regex(filled, "is empty.\nWrite it, or leave the block out.")
  .describe("HTML for mail.");

const widthRemedy = "is not a width in mail.\nWrite CSS pixels, 1 to 800.";

export const imageShape = z
  .strictObject({
    src: z
      .string()
      .regex(filled, "is empty.\nName the picture's file.")
      .meta({
        description:
          "A file below the issue's folder, or a whole https:// address. A file named …@2x.png counts half its pixels.",
        examples: ["images/chess.png", "images/chess@2x.png"],
      }),
    alt: z
      .string({ error: 'is not a text.\nDescribe the picture, or write alt: "" if it is decoration.' })
      .meta({
        description: 'What the picture shows, for readers who do not see it; "" for decoration.',
        examples: ["Two chess kings face each other", ""],
      }),
    credit: z
      .string()
      .regex(filled, "is empty.\nWrite it, or leave the key out.")
      .optional()
      .meta({
        description: "Who made the picture.",
        examples: ["Illustration by J. Doe", "Photo: Example Agency"],
      }),
    width: z
      .int()
      .min(1, widthRemedy)
      .max(800, widthRemedy)
      .optional()
      .meta({
        description: "How wide it is shown, in CSS pixels; needed for a picture at an https:// address.",
        examples: [320, 552],
      }),
  })
  .describe("A picture.");
