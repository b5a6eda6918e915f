import { isIP } from "node:net";
import { z } from "zod";
import { durationShape } from "./duration-shape.ts";

const address = z
  .string()
  .refine((text) => isIP(text) !== 0, "is not an IP address of this machine.\nWrite it like 127.0.0.1.");

/** `10.0.0.0/8`, `fd00::/8`, or one address. */
const network = z.string().refine((text) => {
  const [base = "", bits, ...others] = text.split("/");
  const longest = { 4: 32, 6: 128 }[isIP(base)];
  if (longest === undefined || others.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
}, "is not a network.\nWrite it like 127.0.0.1, 10.0.0.0/8 or fd00::/8.");

const thisMachine = ["127.0.0.0/8", "::1"];

const count = z
  .int()
  .min(1, "must be at least 1.\nLeave the line out for what is usual.")
  .max(1_000_000, "is more than a million.\nLeave the line out for what is usual.");

/** What the sign-up form offers, and how it keeps programs out. */
const form = z.strictObject({
  lists: z.array(z.string()).min(1, "is empty.\nName a list, or leave the line out for all.").optional(),
  fields: z.array(z.string()).default([]),
  proofOfWork: z
    .int()
    .min(0, "must be at least 0, which is none.\nSixteen take a phone about a second.")
    .max(24, "would keep a phone busy for minutes.\nSixteen take about a second.")
    .default(0),
});

const limits = z.strictObject({
  networkPerHour: count.default(20),
  perHour: count.default(2_000),
});

/** `service` of the configuration: how `letterpress serve` answers readers. */
export const serviceShape = z.strictObject({
  host: address.default("127.0.0.1"),
  port: z
    .int()
    .min(0, "is not a port.\nUse a number such as 8025.")
    .max(65_535, "is not a port.\nUse a number such as 8025.")
    .default(8025),
  proxies: z.array(network).default(thisMachine),
  form: form.prefault({}),
  limits: limits.prefault({}),
  metricsFrom: z.array(network).default(thisMachine),
  template: z
    .string()
    .regex(/^[\w-]+$/, "is not the name of a template.\nName a folder in templates/, such as weekly.")
    .optional(),
  confirmWithin: durationShape.prefault("7d"),
  welcome: z
    .union([
      z.literal(false),
      z
        .string()
        .regex(
          /^(?!\/)(?!.*\.\.)[^\\]+\.ya?ml$/,
          "is not a file below this one.\nName it like mails/welcome.yaml, or write false.",
        ),
    ])
    .optional(),
  language: z.string().refine(isTag, "is not a language tag.\nWrite it like en or pt-BR.").default("en"),
});

function isTag(text: string): boolean {
  try {
    return new Intl.Locale(text).baseName !== "";
  } catch {
    return false;
  }
}
