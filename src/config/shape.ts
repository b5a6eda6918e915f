import { isIP } from "node:net";
import { z } from "zod";
import { hostings } from "../model/issue.ts";
import { relaySecurities, standardTimeouts } from "../model/relay.ts";
import { isFeedbackId, isSiteUrl } from "../model/sender.ts";
import { addressShape, nameShape } from "../source/sender-shapes.ts";
import { dkimShape } from "./dkim-shape.ts";
import { domainShape } from "./domain-shape.ts";
import { durationShape } from "./duration-shape.ts";
import { fieldsShape } from "./field-shape.ts";
import { linkClashes, linkShapes } from "./link-shape.ts";
import { moduleClashes, moduleShape } from "./module-shape.ts";
import { paceShape, relayPaceShape, warmUpShape } from "./pace-shape.ts";
import { rulesShape } from "./rules-shape.ts";
import { secretShape } from "./secret-shape.ts";
import { serviceShape } from "./service-shape.ts";

/** What `letterpress.yaml` may say. */
const filled = z.string().regex(/\S/, "is empty.\nWrite it, or leave the key out.");

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "is not a short name.\nUse small letters, digits and hyphens.");

// No comma, semicolon or space: a cell of a CSV file names several tags.
const tagName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]{0,39}$/u,
    "is not a tag's name.\nUse letters, digits, -, _ and .",
  );

const host = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/i.test(text),
    'is not the name of a machine.\nWrite it like smtp.example.org; the number goes under "port".',
  );

/** Folders whose contents nobody means to publish. */
const notPublished = ["issues", "templates", "src", "test", "tests", "bench", "node_modules"];

const archive = z.string().refine((text) => {
  const [first = "", ...others] = text.replace(/^\.\//, "").replace(/\/$/, "").split("/");
  const isPlain = (part: string) => /^[^.\s\\:\p{Cc}][^\\:\p{Cc}]*$/u.test(part);
  return [first, ...others].every(isPlain) && !notPublished.includes(first.toLowerCase());
}, "is not a folder for what is published.\nName one of its own below this file, such as public.");

const notAPort = "is not a port.\nUse 587 with starttls or 465 with tls.";

const timeouts = z.strictObject({
  connect: durationShape.default(standardTimeouts.connectMs),
  greeting: durationShape.default(standardTimeouts.greetingMs),
  command: durationShape.default(standardTimeouts.commandMs),
  data: durationShape.default(standardTimeouts.dataMs),
  dot: durationShape.default(standardTimeouts.dotMs),
  message: durationShape.default(standardTimeouts.messageMs),
});

const relay = z
  .strictObject({
    name: id.default("main"),
    host: host.optional(),
    port: z.int().min(1, notAPort).max(65_535, notAPort).optional(),
    security: z.enum(relaySecurities).optional(),
    transport: moduleShape.optional(),
    user: nameShape.optional(),
    password: secretShape("password").optional(),
    connections: z
      .int()
      .min(1, "must be at least 1.\nFive are usual.")
      .max(100, "is more than 100.\nFive are usual.")
      .default(5),
    depth: z
      .int()
      .min(1, "must be at least 1.\nLeave the line out for one message at a time.")
      .max(32, "is more than 32.\nFour to eight hide the latency of most lines.")
      .default(1),
    weight: z
      .int()
      .min(0, "is less than nothing.\nUse 0 for a relay that only stands by.")
      .max(1_000, "is more than 1000.\nOnly the proportion counts: 3 and 1 is the same as 3000 and 1000.")
      .default(1),
    pace: relayPaceShape.optional(),
    warmUp: warmUpShape.optional(),
    timeouts: timeouts.prefault({}),
    ...linkShapes,
  })
  .superRefine((value, context) => {
    for (const [path, message] of moduleClashes(value) ?? linkClashes(value, isLoopback(value.host ?? "")))
      context.addIssue({ code: "custom", path, message });
  });

export const configShape = z.strictObject({
  name: nameShape,
  from: z.strictObject({ name: nameShape, email: addressShape }),
  replyTo: addressShape.optional(),
  postalAddress: filled,
  siteUrl: z
    .string()
    .transform((url) => url.replace(/\/+$/, ""))
    .refine(
      isSiteUrl,
      "is not the https address of a site with a domain name.\nWrite it like https://news.example.org.",
    ),
  bounceDomain: domainShape.optional(),
  feedbackId: z
    .string()
    .refine(isFeedbackId, "is not a Feedback-ID.\nUse 5 to 15 letters, digits, hyphens and _.")
    .optional(),
  lists: z
    .record(
      id,
      z.strictObject({
        name: nameShape,
        listId: domainShape.optional(),
        archive: z.boolean().default(false),
      }),
    )
    .refine((lists) => Object.keys(lists).length > 0, "is empty.\nDeclare at least one list."),
  fields: fieldsShape,
  tags: z.record(tagName, z.strictObject({ description: z.string().optional() }).nullable()).default({}),
  dkim: dkimShape,
  threads: z
    .int()
    .min(0, "must be at least 0.\nLeave the line out, and it is chosen for each mailing.")
    .max(64, "is more than 64.\nLeave the line out, and it is chosen for each mailing.")
    .optional(),
  relays: z.array(relay).min(1, "is empty.\nName at least one relay."),
  pace: paceShape.default({}),
  retry: z
    .strictObject({
      after: z
        .array(durationShape)
        .min(1, "is empty.\nName at least one wait.")
        .prefault(["5m", "15m", "30m", "60m", "120m", "60m"]),
      giveUp: durationShape.prefault("24h"),
    })
    .prefault({}),
  check: rulesShape,
  images: z.enum(hostings).default("attached"),
  archive: archive.default("public"),
  service: serviceShape.prefault({}),
  store: nameShape.default(".letterpress/store.sqlite"),
});

/** Hosts that are this machine: the only ones that may be spoken to without TLS. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
