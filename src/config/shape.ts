import * as z from "zod";
import { hostings } from "../model/issue.ts";
import { clientNames, usualClients } from "../model/mail-clients.ts";
import { relaySecurities, standardTimeouts } from "../model/relay.ts";
import { isFeedbackId } from "../model/sender.ts";
import { isSiteUrl, siteUrlRemedy } from "../model/site-url.ts";
import { addressShape, nameShape } from "../source/sender-shapes.ts";
import { dkimShape } from "./dkim-shape.ts";
import { domainShape } from "./domain-shape.ts";
import { durationShape, durationText } from "./duration-shape.ts";
import { fieldsShape } from "./field-shape.ts";
import { linkClashes, linkShapes } from "./link-shape.ts";
import { moduleClashes, moduleShape } from "./module-shape.ts";
import { hostShape, isLoopback } from "./host-shape.ts";
import { onlineShape } from "./online-shape.ts";
import { paceShape, relayPaceShape, warmUpShape } from "./pace-shape.ts";
import { probeShape } from "./probe-shape.ts";
import { rulesShape } from "./rules-shape.ts";
import { secretShape } from "./secret-shape.ts";
import { serviceShape } from "./service-shape.ts";
import { spamdShape } from "./spamd-shape.ts";

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

/** Folders whose contents nobody means to publish. */
const notPublished = ["issues", "templates", "src", "test", "tests", "bench", "node_modules"];

const archive = z.string().refine((text) => {
  const [first = "", ...others] = text.replace(/^\.\//, "").replace(/\/$/, "").split("/");
  const isPlain = (part: string) => /^[^.\s\\:\p{Cc}][^\\:\p{Cc}]*$/u.test(part);
  return [first, ...others].every(isPlain) && !notPublished.includes(first.toLowerCase());
}, "is not a folder for what is published.\nName one of its own below this file, such as public.");

const notAPort = "is not a port.\nUse 587 with starttls or 465 with tls.";

const wait = (usualMs: number, description: string) =>
  durationShape.prefault(durationText(usualMs)).describe(description);

const timeouts = z.strictObject({
  connect: wait(standardTimeouts.connectMs, "Until the connection is open; a relay module has it to begin."),
  greeting: wait(standardTimeouts.greetingMs, "For the first line of the relay."),
  command: wait(standardTimeouts.commandMs, "For the answer to EHLO, AUTH, MAIL and RCPT, each."),
  data: wait(standardTimeouts.dataMs, "For the answer to DATA."),
  dot: wait(standardTimeouts.dotMs, "From the final dot to its answer."),
  message: wait(standardTimeouts.messageMs, "From MAIL to the last byte, whatever the single steps take."),
});

const relay = z
  .strictObject({
    name: id
      .default("main")
      .describe("A short name for plans, messages and --relay. Each relay has its own."),
    host: hostShape.optional().describe("The machine. Needed unless there is a transport."),
    port: z
      .int()
      .min(1, notAPort)
      .max(65_535, notAPort)
      .optional()
      .describe("Left out, 587, and 465 with the security tls."),
    security: z
      .enum(relaySecurities)
      .optional()
      .describe(
        "starttls unless you say otherwise; tls from the first byte; none only for a relay on this machine.",
      ),
    transport: moduleShape
      .optional()
      .describe(
        "A module of the newsletter that hands messages over, instead of host, login and encryption. It is code, and runs when you send.",
      ),
    user: nameShape.optional().describe("Who logs in."),
    password: secretShape("password")
      .optional()
      .describe("Where the password of the user is. It never stands in this file."),
    connections: z
      .int()
      .min(1, "must be at least 1.\nFive are usual.")
      .max(100, "is more than 100.\nFive are usual.")
      .default(5)
      .describe("How many are open at once, at most."),
    depth: z
      .int()
      .min(1, "must be at least 1.\nLeave the line out for one message at a time.")
      .max(32, "is more than 32.\nFour to eight hide the latency of most lines.")
      .default(1)
      .describe(
        "How many messages may be on their way on each connection. As many more readers can be uncertain after a crash.",
      ),
    weight: z
      .int()
      .min(0, "is less than nothing.\nUse 0 for a relay that only stands by.")
      .max(1_000, "is more than 1000.\nOnly the proportion counts: 3 and 1 is the same as 3000 and 1000.")
      .default(1)
      .describe(
        "Its part of the readers, beside the weights of the others; 0 stands by until no other sends.",
      ),
    pace: relayPaceShape.optional().describe("No more messages than these, through this relay."),
    warmUp: warmUpShape
      .optional()
      .describe(
        "For a new relay: how many messages it takes on the first, second … day on which it is used.",
      ),
    timeouts: timeouts.prefault({}).describe("How long to wait for each step (RFC 5321 section 4.5.3.2)."),
    ...linkShapes,
  })
  .superRefine((value, context) => {
    for (const [path, message] of moduleClashes(value) ?? linkClashes(value, isLoopback(value.host ?? "")))
      context.addIssue({ code: "custom", path, message });
  });

export const configShape = z.strictObject({
  name: nameShape.describe("What the newsletter is called, in the foot of mails and in its archive."),
  from: z
    .strictObject({
      name: nameShape.describe("The name that readers see as the sender."),
      email: addressShape.describe("The address in From."),
    })
    .describe("Who mails come from."),
  replyTo: addressShape.optional().describe("Where answers go; left out, to the address in from."),
  postalAddress: filled.describe(
    "The address on paper at the foot of every mail, on several lines. The law of most countries asks for it.",
  ),
  siteUrl: z
    .string()
    .transform((url) => url.replace(/\/+$/, ""))
    .refine(isSiteUrl, {
      error: ({ input }) =>
        `is not the https address of a site with a domain name.\n${siteUrlRemedy(String(input))}`,
    })
    .describe("Where the links of readers lead: unsubscribe, preferences, votes, the archive."),
  bounceDomain: domainShape
    .optional()
    .describe(
      "The domain of the return path, for bounces that name their delivery; left out, the address in from.",
    ),
  feedbackId: z
    .string()
    .refine(isFeedbackId, "is not a Feedback-ID.\nUse 5 to 15 letters, digits, hyphens and _.")
    .optional()
    .describe("The sender's part of the Feedback-ID, by which Gmail's Postmaster Tools count complaints."),
  lists: z
    .record(
      id,
      z.strictObject({
        name: nameShape.describe("What readers see."),
        listId: domainShape
          .optional()
          .describe(
            "Its List-Id, by which mail programs sort; left out, made of its short name and siteUrl. It never changes.",
          ),
        archive: z
          .boolean()
          .default(false)
          .describe("Whether everybody may read its issues, at archive/ below siteUrl."),
      }),
    )
    .refine((lists) => Object.keys(lists).length > 0, "is empty.\nDeclare at least one list.")
    .describe("What people subscribe to, by short name. The short name never changes."),
  fields: fieldsShape.describe(
    "What is known of readers, by name: for merge fields, forms and audience expressions.",
  ),
  tags: z
    .record(
      tagName,
      z
        .strictObject({ description: z.string().optional().describe("What it means, for those who write.") })
        .nullable(),
    )
    .default({})
    .describe("What else is known of some readers, for issues and blocks that are for them only."),
  dkim: dkimShape.describe("The keys that sign messages, where the relay does not."),
  threads: z
    .int()
    .min(0, "must be at least 0.\nLeave the line out, and it is chosen for each mailing.")
    .max(64, "is more than 64.\nLeave the line out, and it is chosen for each mailing.")
    .optional()
    .describe(
      "How many threads there are beside the main one: with 1 it writes the ledger, from 2 on they make and send messages. Left out, it is chosen for each mailing.",
    ),
  relays: z
    .array(relay)
    .min(1, "is empty.\nName at least one relay.")
    .describe("The mail servers that messages are handed to."),
  pace: paceShape.default({}).describe("No more messages than these, through all relays together."),
  retry: z
    .strictObject({
      after: z
        .array(durationShape)
        .min(1, "is empty.\nName at least one wait.")
        .prefault(["5m", "15m", "30m", "60m", "120m", "60m"])
        .describe("The waits between tries; the last one repeats."),
      giveUp: durationShape
        .prefault("24h")
        .describe("When the waits of a reader add up to this, the reader is rejected."),
    })
    .prefault({})
    .describe("When a reader is tried again whom the relay has put off (4xx)."),
  check: rulesShape.describe(
    "How bad a rule of check is for this newsletter, by its name: check/link-twice: ignore.",
  ),
  clients: z
    .array(z.enum(clientNames))
    .min(1, "is empty.\nName at least one, such as gmail.")
    .default([...usualClients])
    .describe(
      "The mail programs of your readers, by family or in full: gmail, outlook.windows. check looks at the template with their eyes.",
    ),
  spamd: spamdShape
    .optional()
    .describe(
      "Where SpamAssassin's spamd listens for check --spamassassin: 127.0.0.1:783, or the path of a socket.",
    ),
  online: onlineShape.prefault({}).describe("How npx letterpress check --online asks for links."),
  images: z
    .enum(hostings)
    .default("attached")
    .describe("attached: pictures travel with each mail. hosted: mails show them from siteUrl."),
  archive: archive
    .default("public")
    .describe("The folder that is published at siteUrl; hosted pictures lie in assets/ of it."),
  service: serviceShape.prefault({}).describe("How npx letterpress serve answers readers."),
  probe: probeShape
    .optional()
    .describe("Where npx letterpress doctor --probe sends its test mail, and how it is read there."),
  store: nameShape
    .prefault(".letterpress/store.sqlite")
    .describe("The file with the readers and the ledger of every mailing. Keep copies of it."),
});
