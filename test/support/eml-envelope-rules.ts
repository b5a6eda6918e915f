import type { Envelope } from "../../src/model/message.ts";
import type { EmlExpectations } from "./eml-expectations.ts";
import { soleAddress, tellsAddress } from "./eml-header-rules.ts";
import { type Eml, headerValue } from "./eml-reading.ts";

/** Rules about the return path and the recipient: RFC 5321 section 4.5.3.1, RFC 6531, and our form of VERP. */
export function envelopeFaults(eml: Eml, envelope: Envelope, expected: EmlExpectations): readonly string[] {
  return [...returnPathFaults(eml, envelope, expected), ...recipientFaults(envelope)];
}

function returnPathFaults(eml: Eml, envelope: Envelope, expected: EmlExpectations): readonly string[] {
  const { from, to } = envelope;
  const at = from.lastIndexOf("@");
  const local = from.slice(0, at);
  const isVerp = from.startsWith("bounce+") || expected.bounceDomain !== undefined;
  const isFrom = from === soleAddress(headerValue(eml.root.headers, "from") ?? "");
  return [
    ...(/^[!-;=?-~]+@[a-z0-9.-]+$/.test(from) ? [] : ["The return path is not an address in ASCII."]),
    ...(local.length > 64 ? ["The local part of the return path is over 64 octets."] : []),
    ...(isVerp && !/^bounce\+[a-z2-7]{26,}$/.test(local)
      ? ["The return path is not bounce+ and a token in lower-case base32."]
      : []),
    ...(isVerp || isFrom ? [] : ["The return path is neither a VERP address nor the address of From."]),
    ...(expected.bounceDomain === undefined || from.slice(at + 1) === expected.bounceDomain
      ? []
      : [`The return path is not at ${expected.bounceDomain}.`]),
    ...(tellsAddress(from, to) ? ["The return path holds the address of the reader."] : []),
  ];
}

function recipientFaults(envelope: Envelope): readonly string[] {
  const at = envelope.to.lastIndexOf("@");
  const local = envelope.to.slice(0, at);
  const isPlain = /^[^\s<>()[\],;:\\"@\p{Cc}]+$/u.test(local);
  return [
    ...(isPlain ? [] : ["The recipient is not one plain address."]),
    ...(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(envelope.to.slice(at + 1))
      ? []
      : ["The domain of the recipient is not in A-label form."]),
    ...(envelope.needsUtf8 === /[^!-~]/.test(local) ? [] : ["The envelope is wrong about SMTPUTF8."]),
  ];
}
