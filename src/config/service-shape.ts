import { isIP } from "node:net";
import * as z from "zod";
import { durationShape } from "./duration-shape.ts";

const address = z
  .string()
  .refine((text) => isIP(text) !== 0, "is not an IP address of this machine.\nWrite it like 127.0.0.1.");

/** `10.0.0.0/8`, `fd00::/8`, or one address. */
const network = z
  .string()
  .refine((text) => {
    const [base = "", bits, ...others] = text.split("/");
    const longest = { 4: 32, 6: 128 }[isIP(base)];
    if (longest === undefined || others.length > 0) return false;
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  }, "is not a network.\nWrite it like 127.0.0.1, 10.0.0.0/8 or fd00::/8.")
  .meta({ title: "network" });

const origin = z
  .string()
  .refine(
    isOrigin,
    "is not the origin of a site.\nWrite it like https://www.example.org, without a path or a slash at the end.",
  )
  .meta({ title: "origin" });

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const thisMachine = ["127.0.0.0/8", "::1"];

const count = z
  .int()
  .min(1, "must be at least 1.\nLeave the line out for what is usual.")
  .max(1_000_000, "is more than a million.\nLeave the line out for what is usual.");

/** What the sign-up form offers, and how it keeps programs out. */
const form = z.strictObject({
  lists: z
    .array(z.string())
    .min(1, "is empty.\nName a list, or leave the line out for all.")
    .optional()
    .describe("The lists that it offers; left out, all."),
  fields: z
    .array(z.string())
    .default([])
    .describe("The fields that it asks for, in this order; nobody has to fill them in."),
  origins: z
    .array(origin)
    .default([])
    .describe("Other sites of yours whose scripts may sign people up, such as https://www.example.org."),
  proofOfWork: z
    .int()
    .min(0, "must be at least 0, which is none.\nSixteen take a phone about a second.")
    .max(24, "would keep a phone busy for minutes.\nSixteen take about a second.")
    .default(0)
    .describe("How many bits of work a browser does for a sign-up; each more doubles it."),
});

const limits = z.strictObject({
  networkPerHour: count
    .default(20)
    .describe("From one network: the first 24 bits of an address, 48 in IPv6."),
  perHour: count.default(2_000).describe("In all."),
});

/** `service` of the configuration: how `letterpress serve` answers readers. */
export const serviceShape = z.strictObject({
  host: address.default("127.0.0.1").describe("The address of this machine that it listens on."),
  port: z
    .int()
    .min(0, "is not a port.\nUse a number such as 8025.")
    .max(65_535, "is not a port.\nUse a number such as 8025.")
    .default(8025)
    .describe("The port there; 0 takes any that is free."),
  proxies: z
    .array(network)
    .default(thisMachine)
    .describe("The networks of the web servers before it, whose X-Forwarded-For is believed."),
  form: form.prefault({}).describe("What the sign-up form asks for."),
  limits: limits.prefault({}).describe("The most sign-ups in an hour."),
  metricsFrom: z
    .array(network)
    .default(thisMachine)
    .describe("The networks that may ask for /metrics, without a proxy in between."),
  template: z
    .string()
    .regex(/^[\w-]+$/, "is not the name of a template.\nName a folder in templates/, such as weekly.")
    .optional()
    .describe(
      "The template of confirmation and welcome mails, whose pages/ go before those of templates/pages.",
    ),
  confirmWithin: durationShape
    .prefault("7d")
    .describe("How long the link of a confirmation mail works; 24d at most."),
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
    .optional()
    .describe(
      "The file of a welcome mail of your own; false: nobody is welcomed. Left out, the template's words.",
    ),
  language: z
    .string()
    .refine(isTag, "is not a language tag.\nWrite it like en or pt-BR.")
    .default("en")
    .describe("The language of pages and mails, where neither reader nor browser says another."),
});

function isTag(text: string): boolean {
  try {
    return new Intl.Locale(text).baseName !== "";
  } catch {
    return false;
  }
}
