import type { Context } from "hono";
import { parseAddress } from "../../base/address.ts";
import { LetterpressError } from "../../base/errors.ts";
import { isError } from "../../base/problem.ts";
import { randomKey } from "../../base/token.ts";
import type { Config } from "../../config/config.ts";
import type { Message } from "../../model/message.ts";
import { unfilledWords } from "../../model/unfilled-sender.ts";
import { pathPart } from "../mail/framed-mail.ts";
import type { TestMails, TestTarget } from "../test-mail/test-mails.ts";
import { testMark, testMessage } from "../test-mail/test-message.ts";
import { noIssue } from "./no-issue.ts";
import { type Seen, type SeenFrom, seen } from "./seen.ts";

/** What a test mail needs. */
export interface TestMailParts extends SeenFrom {
  readonly testMails: TestMails;
}

/**
 * Sends what the page shows, as the reader who looks, to the address in the form. The answer is a sentence for the
 * person, and `Content-Location` is the mail's page when it went to the inbox.
 */
export async function postTestMail(parts: TestMailParts, context: Context): Promise<Response> {
  const looked = await seen(parts, context);
  if (looked.open === undefined) return noIssue(context);
  const form = await context.req.parseBody();
  const target = targetOf(looked.config, form.through);
  if (target === undefined)
    return context.text("There is no such relay in letterpress.yaml any more. Load the page again.", 409);
  const said = typeof form.to === "string" ? form.to.trim() : "";
  // What stays on this machine may bear the reader's own address.
  const written = said === "" && target.kind === "inbox" ? (looked.reader?.recipient.email ?? "") : said;
  const address = parseAddress(written);
  if (address.status === "invalid")
    return context.text(
      `"${written.slice(0, 100)}" is not an address: ${address.reason}. Write one such as ada@example.org.`,
      400,
    );
  const message = messageFor(parts, looked, target, address.address.email);
  if (typeof message === "string") return context.text(message, 409);
  const { isSent, words, mail } = await parts.testMails.send(looked.config, target, message.message);
  const headers = mail === undefined ? {} : { "Content-Location": `/inbox/mail/${pathPart(mail)}` };
  return context.text(`${words}${isSent ? message.alsoSaid : ""}`, isSent ? 200 : 502, headers);
}

/** The browser names a relay as the page told it; the inbox when it names nothing. */
function targetOf({ relays }: Config, through: unknown): TestTarget | undefined {
  if (through === undefined || through === "inbox") return { kind: "inbox" };
  const relay = relays.find(({ name }) => through === `relay:${name}`);
  return relay === undefined ? undefined : { kind: "relay", relay };
}

/**
 * The message, or why there is none. What leaves the machine has to be what `send` would send; the inbox takes what is
 * shown.
 */
function messageFor(
  { clock }: TestMailParts,
  { open, reader, impression, signers, unsigned }: Seen,
  target: TestTarget,
  to: string,
): { readonly message: Message; readonly alsoSaid: string } | string {
  if (impression?.status === "faulty") return `${impression.fault.message} ${impression.fault.remedy}`;
  if (open?.proof === undefined || reader === undefined || impression === undefined)
    return "There is nothing to send yet: mend the errors first.";
  if (open.isStale)
    return "The issue has errors, and what you see is its last good version. Nothing was sent; mend them first.";
  if (target.kind === "relay" && (open.problems.some(isError) || open.faults.length > 0))
    return "There are errors, with which nothing is sent. Mend them, or send this test to the inbox.";
  const [missing] = unsigned;
  if (target.kind === "relay" && missing !== undefined)
    return `What is meant to be signed is not sent unsigned: ${missing.message} ${missing.remedy ?? ""}`;
  const date = clock.now();
  const made = { to, key: randomKey(), mark: testMark(date), date, signers };
  const { list, proof } = open;
  try {
    const message = testMessage({ list, proof }, impression.edition, reader.recipient, made);
    const unsignedWords = missing === undefined ? "" : ` It is not signed: ${missing.message}`;
    const left = unfilledWords([proof.sender]);
    const unfilled =
      left === undefined
        ? ""
        : ` It has what init wrote: ${left}. Write in letterpress.yaml what is true of your newsletter; until then send refuses.`;
    const pictures = proof.assets.length > 0 ? " Its pictures show once they are online at your site." : "";
    return { message, alsoSaid: unsignedWords + unfilled + pictures };
  } catch (fault) {
    if (fault instanceof LetterpressError) return `${fault.message} ${fault.remedy}`;
    throw fault;
  }
}
