import * as z from "zod";
import { domainShape } from "./domain-shape.ts";

const count = z
  .int()
  .min(1, "must be at least 1.\nLeave the line out for no limit.")
  .max(1_000_000, "is too large.\nLeave the line out for no limit.");

const spans = {
  perSecond: count.optional().describe("The most in any second."),
  perMinute: count.optional().describe("The most in any minute."),
  perHour: count.optional().describe("The most in any hour, also across runs."),
  perDay: count.optional().describe("The most in any 24 hours, also across runs."),
};

const group = z
  .strictObject({
    domains: z
      .array(domainShape)
      .min(1, "is empty.\nName at least one domain.")
      .describe("Where the readers have their mailbox."),
    ...spans,
    connections: count.optional().describe("The most connections that carry mail for them at once."),
  })
  .refine(
    ({ domains: _, ...limits }) => Object.keys(limits).length > 0,
    "limits nothing.\nAdd perSecond, perMinute, perHour, perDay or connections.",
  );

/** `pace` of the configuration: for all mail, and for readers at some domains. */
export const paceShape = z.strictObject({
  ...spans,
  domains: z
    .array(group)
    .min(1, "is empty.\nName a group, or leave the key out.")
    .optional()
    .describe("Limits for readers at some domains, who hold up nobody else."),
});

/** `pace` of a relay. */
export const relayPaceShape = z.strictObject(spans);

export const warmUpShape = z
  .array(count)
  .min(1, "is empty.\nName how many messages may go on the first day, or leave the key out.")
  .max(366, "has more than 366 days.\nLeave the last ones out.");
