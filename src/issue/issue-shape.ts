import * as z from "zod";
import { isCalendarDay } from "../base/clock.ts";
import { issueStatuses } from "../model/issue.ts";
import { addressShape, writtenName } from "../source/sender-shapes.ts";
import { isLanguage, languageRemedy } from "./language.ts";

const fromName = writtenName.refine(
  (name) => !name.includes("{{"),
  "holds a merge field, which no sender can.\nWrite the name out.",
);

function senderRemedy(written: string): string {
  return written.includes("@")
    ? `Write from: {email: ${written.trim()}}.`
    : `Write from: {name: ${JSON.stringify(written.trim())}}.`;
}

/** Word processors make other signs and spaces of a hyphen and a space, and they look the same. */
function withoutDashes(blocks: object): string {
  const sign = /^[-\u2010-\u2015\u2212*•·]\s?/u.exec(Object.keys(blocks)[0] ?? "")?.[0];
  if (sign === undefined) return 'has no dashes.\nPut "- " before each block.';
  const what = sign.startsWith("-") ? "a hyphen and another space" : `"${sign.trim()}"`;
  return `has ${what} before a block, which YAML does not read as a dash.\nType "- ", a hyphen and a space.`;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of templates are small letters, digits and hyphens. */
function templateNear(written: string): string {
  if (/[/\\:]/.test(written)) return "";
  return written
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

const missing = "is missing.\nAdd a text.";

/** The keys of an issue file. Subjects and blocks are checked one by one, so that each finding names its own. */
export const issueShape = z
  .strictObject({
    subject: z.nonoptional(z.unknown(), { error: missing }),
    preheader: z.nonoptional(z.unknown(), { error: missing }),
    number: z
      .int()
      .positive()
      .optional()
      .meta({
        description: "The number of the issue, one more than that of the last.",
        examples: [42, 43],
      }),
    date: z
      .string({
        error: ({ input }) => (input === undefined ? "is missing.\nAdd the day, as YYYY-MM-DD." : undefined),
      })
      .refine(isCalendarDay, {
        error: ({ input }) =>
          /^\d{4}-\d{2}-\d{2}$/.test(String(input))
            ? "is a day that no calendar has.\nCorrect the month or the day."
            : "is not a day.\nWrite it as YYYY-MM-DD.",
      })
      .meta({
        description: "The day of the issue, YYYY-MM-DD.",
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        examples: ["2026-09-01", "2026-12-24"],
      }),
    status: z
      .enum(issueStatuses)
      .default("draft")
      .meta({
        description: "A draft is never sent. Write ready when it may go.",
        enumDescriptions: ["Still being written: never sent.", "May go: the next send takes it."],
      }),
    template: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, {
        error: ({ input }) => {
          const near = templateNear(String(input));
          const remedy = near === "" ? "Name a folder below templates/." : `Did you mean "${near}"?`;
          return `cannot be "${String(input).trim()}", which names no template.\n${remedy}`;
        },
      })
      .default("weekly")
      .meta({
        description: "How the issue looks: a folder below templates/.",
        examples: ["weekly", "letter", "digest"],
      }),
    language: z
      .string()
      .refine(isLanguage, {
        error: ({ input }) => `is not a language tag.\n${languageRemedy(String(input))}`,
      })
      .default("en")
      .meta({ description: "The language of the issue.", examples: ["en", "pt-BR"] }),
    dir: z
      .enum(["ltr", "rtl"])
      .optional()
      .meta({
        description: "The direction of writing; left out, it follows from the language.",
        enumDescriptions: ["From left to right, as English.", "From right to left, as Arabic and Hebrew."],
      }),
    from: z
      .strictObject(
        {
          name: fromName.optional().meta({
            description: "The name that readers see as the sender.",
            examples: ["Ada at The Weekly", "The Weekly"],
          }),
          email: addressShape.optional().meta({
            description: "The address that readers see as the sender.",
            examples: ["ada@news.example.org", "desk@news.example.org"],
          }),
        },
        {
          error: ({ input }) =>
            typeof input === "string" ? `is a text.\n${senderRemedy(input)}` : undefined,
        },
      )
      .optional()
      .describe("Another sender for this issue than letterpress.yaml says."),
    replyTo: addressShape.optional().meta({
      description: "Where answers to this issue go.",
      examples: ["desk@news.example.org", "ada@news.example.org"],
    }),
    archive: z
      .boolean({ error: "is neither true nor false.\nWrite false to keep the issue out of the archive." })
      .optional()
      .meta({
        description:
          "Whether everybody may read the issue in the archive of the newsletter; left out, what the list says in letterpress.yaml.",
      }),
    waive: z
      .array(
        z.strictObject({
          rule: z
            .string()
            .regex(
              /^[a-z]+\/[a-z]+(?:-[a-z]+)*$/,
              "is not the code of a finding.\nWrite it as check prints it, in brackets.",
            )
            .meta({
              description: "The code of the warning, as check prints it in brackets.",
              examples: ["check/link-shortener", "issue/link-words"],
            }),
          reason: z
            .string()
            .regex(/\S/, "is empty.\nSay why the warning may stay.")
            .meta({
              description: "Why it may stay, for whoever reads this later.",
              examples: ["The sponsor counts clicks by it.", "It is the title of the song."],
            }),
        }),
      )
      .optional()
      .describe("Warnings of check that are meant to be there."),
    blocks: z
      .array(z.unknown(), {
        error: ({ input }) => (isMap(input) ? withoutDashes(input) : undefined),
      })
      .min(1, "is empty.\nAn issue needs at least one block.")
      .describe("What readers see, from top to bottom. Each block is a map with one key, its kind."),
  })
  .describe("One issue of a newsletter.");

export type Head = z.output<typeof issueShape>;
