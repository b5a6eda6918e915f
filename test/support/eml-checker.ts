import type { Envelope } from "../../src/model/message.ts";
import { contentFaults } from "./eml-content-rules.ts";
import { envelopeFaults } from "./eml-envelope-rules.ts";
import type { EmlExpectations } from "./eml-expectations.ts";
import { headerFaults } from "./eml-header-rules.ts";
import { headerValue, readEml } from "./eml-reading.ts";
import { signatureFaults } from "./eml-signature-rules.ts";
import { structureFaults } from "./eml-structure-rules.ts";
import { wireFaults } from "./eml-wire-rules.ts";

/** One message as it goes to a relay. */
export interface SubmittedMessage {
  readonly bytes: Buffer;
  readonly envelope: Envelope;
}

/** Every rule for generated messages that this one breaks, each as a sentence; empty when it is without fault. */
export function checkEml(
  bytes: Buffer,
  envelope: Envelope,
  expectations: EmlExpectations = {},
): readonly string[] {
  const eml = readEml(bytes);
  return [
    ...wireFaults(eml, envelope),
    ...headerFaults(eml, envelope, expectations),
    ...envelopeFaults(eml, envelope, expectations),
    ...signatureFaults(eml, expectations),
    ...structureFaults(eml),
    ...contentFaults(eml, envelope, expectations),
  ];
}

/** What must differ between all messages of a mailing and does not, each as a sentence. */
export function checkMailing(all: readonly SubmittedMessage[]): readonly string[] {
  const heads = all.map(
    ({ bytes }) => readEml(bytes.subarray(0, bytes.indexOf("\r\n\r\n") + 4)).root.headers,
  );
  const verp = all.map(({ envelope }) => envelope.from).filter((from) => from.startsWith("bounce+"));
  return [
    ...repeated(
      "Message-ID",
      heads.map((headers) => headerValue(headers, "message-id")),
    ),
    ...repeated(
      "unsubscribe URI",
      heads.map((headers) => headerValue(headers, "list-unsubscribe")),
    ),
    ...repeated("VERP address", verp),
  ];
}

function repeated(what: string, values: readonly (string | undefined)[]): readonly string[] {
  const seen = new Set<string | undefined>();
  const twice = new Set(values.filter((value) => seen.size === seen.add(value).size));
  return [...twice].map((value) => `The ${what} ${value ?? "(none)"} stands in more than one message.`);
}
