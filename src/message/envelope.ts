import { parseAddress } from "../base/address.ts";
import { LetterpressError } from "../base/errors.ts";
import type { Envelope } from "../model/message.ts";
import type { Recipient } from "../model/subscriber.ts";
import type { ReaderTokens } from "./links.ts";
import type { SenderIdentity } from "./sender-identity.ts";

/** The return path names mailing and reader (VERP), so that a bounce needs no parsing to be understood. */
export function envelopeOf(
  { bounceDomain, from }: SenderIdentity,
  recipient: Recipient,
  tokens: ReaderTokens,
): Envelope {
  return {
    from: bounceDomain === undefined ? from.email : `bounce+${tokens("bounce")}@${bounceDomain}`,
    to: recipient.email,
    needsUtf8: needsUtf8(recipient),
  };
}

// The address goes into a header and to RCPT as it is: a line break or a comma in it would be a second recipient.
function needsUtf8(recipient: Recipient): boolean {
  const parsed = parseAddress(recipient.email);
  if (parsed.status === "valid" && parsed.address.email === recipient.email) return parsed.address.needsUtf8;
  const reason = parsed.status === "invalid" ? parsed.reason : `it should be written ${parsed.address.email}`;
  throw new LetterpressError(
    "message/recipient-invalid",
    `The address of subscriber ${recipient.subscriber}, ${JSON.stringify(recipient.email)}, cannot be mailed: ${reason}.`,
    "Remove the subscriber, or import the corrected address.",
  );
}
