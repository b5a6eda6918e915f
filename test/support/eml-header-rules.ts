import { addressParser, decodeWords } from "postal-mime";
import type { Envelope } from "../../src/model/message.ts";
import type { EmlExpectations } from "./eml-expectations.ts";
import { type Eml, type EmlHeader, headerValue } from "./eml-reading.ts";

/** Rules about the headers of the message: RFC 5322 section 3.6, RFC 2369, RFC 2919, RFC 8058. */
export function headerFaults(eml: Eml, envelope: Envelope, expected: EmlExpectations): readonly string[] {
  const { headers } = eml.root;
  const of = (name: string) => headerValue(headers, name) ?? "";
  return [
    ...countFaults(headers, expected),
    ...fromFaults(of("from")),
    ...recipientFaults(headers, envelope),
    ...dateFaults(of("date")),
    ...messageIdFaults(headers, envelope),
    ...(of("mime-version") === "1.0" ? [] : ["MIME-Version is not 1.0."]),
    ...(expected.confirmation === true ? [] : listFaults(headers, envelope, expected)),
    ...configuredFaults(headers, expected),
    ...wordingFaults(headers, expected),
  ];
}

/** The address of a mailbox header, or undefined when there is not exactly one. */
export function soleAddress(value: string): string | undefined {
  const found = addressParser(value);
  const only = found.length === 1 ? found[0] : undefined;
  return only !== undefined && "address" in only ? only.address : undefined;
}

function countFaults(headers: readonly EmlHeader[], expected: EmlExpectations): readonly string[] {
  // Signatures stand as often as there are signers: eml-signature-rules.ts counts them.
  const names = headers.map((header) => header.name).filter((name) => name !== "dkim-signature");
  const required = [...always, ...(expected.confirmation === true ? [] : onLists)];
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [
    ...required.filter((name) => !names.includes(name)).map((name) => `The header ${name} is missing.`),
    ...[...twice].map((name) => `The header ${name} stands more than once.`),
    ...["cc", "bcc"].filter((name) => names.includes(name)).map((name) => `There is a header ${name}.`),
  ];
}

const always = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"];
const onLists = ["list-id", "list-unsubscribe", "list-unsubscribe-post", "list-help", "list-post"];

function fromFaults(from: string): readonly string[] {
  const bare = from.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=/g, "");
  const isOne = soleAddress(from) !== undefined && bare.split("@").length === 2 && !/[,;]/.test(bare);
  return isOne ? [] : ["From does not hold exactly one mailbox."];
}

function recipientFaults(headers: readonly EmlHeader[], envelope: Envelope): readonly string[] {
  const to = Buffer.from(headerValue(headers, "to") ?? "", "latin1").toString("utf8");
  return to === envelope.to ? [] : [`To is "${to}", but the message goes to ${envelope.to}.`];
}

function dateFaults(date: string): readonly string[] {
  const form =
    /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/;
  return form.test(date) && !Number.isNaN(Date.parse(date))
    ? []
    : [`Date "${date}" is not a date with its zone.`];
}

function messageIdFaults(headers: readonly EmlHeader[], envelope: Envelope): readonly string[] {
  const id = headerValue(headers, "message-id") ?? "";
  const [, left = "", right = ""] = /^<([\w.+-]+)@([a-z0-9.-]+)>$/.exec(id) ?? [];
  if (left === "") return [`Message-ID "${id}" does not have the form <name@domain>.`];
  const ours = [soleAddress(headerValue(headers, "from") ?? "") ?? "", envelope.from].map(domainOf);
  return [
    ...(ours.includes(right) ? [] : [`The domain of Message-ID, ${right}, is not ours.`]),
    ...(tellsAddress(id, envelope.to) ? ["Message-ID holds the address of the reader."] : []),
  ];
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** True when the address stands in the text, in a form that anybody can read back. */
export function tellsAddress(text: string, address: string): boolean {
  const bytes = Buffer.from(address);
  const forms = [address, encodeURIComponent(address), bytes.toString("hex"), bytes.toString("base64url")];
  return forms.some((form) => text.toLowerCase().includes(form.toLowerCase()));
}

function listFaults(
  headers: readonly EmlHeader[],
  envelope: Envelope,
  expected: EmlExpectations,
): readonly string[] {
  const of = (name: string) => headerValue(headers, name) ?? "";
  // There is no List-Archive where the public may not read.
  const pages = ["list-archive", "list-help"]
    .filter((name) => name !== "list-archive" || headers.some((header) => header.name === name))
    .filter((name) => !/^<https:\/\/[^\s<>]+>$/.test(of(name)));
  return [
    ...unsubscribeFaults(of("list-unsubscribe"), envelope, expected),
    ...(of("list-unsubscribe-post") === "List-Unsubscribe=One-Click"
      ? []
      : ["List-Unsubscribe-Post is not List-Unsubscribe=One-Click."]),
    ...(/^(?:[^<>]+ )?<(?=[^>]{3,255}>)[\w-]+(?:\.[\w-]+)+>$/.test(of("list-id"))
      ? []
      : ["List-Id does not have the form Name <label.domain>."]),
    ...pages.map((name) => `The header ${name} does not hold one https: URI.`),
    ...(of("list-post") === "NO" ? [] : ["List-Post is not NO."]),
  ];
}

function unsubscribeFaults(value: string, envelope: Envelope, expected: EmlExpectations): readonly string[] {
  const [, uri = "", mail] = /^<(https:\/\/[^\s<>,]+)>(, ?<mailto:[^\s<>,]+>)?$/.exec(value) ?? [];
  if (uri === "") return ["List-Unsubscribe does not hold one https: URI."];
  // Base32 carries 5 bits a character, so 26 characters are the first to reach 128 bits.
  const token = /\/([a-z2-7]{26,})$/.exec(new URL(uri).pathname);
  return [
    ...(mail === undefined || expected.mailto === true
      ? []
      : ["List-Unsubscribe has a mailto: nobody reads."]),
    ...(token === null ? ["The URI of List-Unsubscribe has no token of at least 128 bits."] : []),
    ...(/@|%40/.test(uri) || tellsAddress(uri, envelope.to) ? ["List-Unsubscribe holds an address."] : []),
  ];
}

function configuredFaults(headers: readonly EmlHeader[], expected: EmlExpectations): readonly string[] {
  const of = (name: string) => headerValue(headers, name);
  const feedback = of("feedback-id");
  const auto = of("auto-submitted");
  const rightFeedback =
    expected.feedbackId === undefined
      ? feedback === undefined
      : /^[\w.-]{0,64}(?::[\w.-]{0,64}){3}$/.test(feedback ?? "") &&
        feedback?.endsWith(`:${expected.feedbackId}`);
  return [
    ...(soleAddress(of("reply-to") ?? "") === expected.replyTo
      ? []
      : ["Reply-To is not the configured address."]),
    ...(rightFeedback ? [] : ["Feedback-ID is not three names and the configured sender id."]),
    ...(auto === (expected.confirmation === true || expected.welcome === true ? "auto-generated" : undefined)
      ? []
      : ["Auto-Submitted belongs on confirmation and welcome mail, and only there."]),
  ];
}

/** Subject and From are not HTML, and nothing in them acts on the words around it. */
function wordingFaults(headers: readonly EmlHeader[], expected: EmlExpectations): readonly string[] {
  return ["subject", "from"].flatMap((name) => {
    const mentioned = expected.mentions ?? [];
    const value = decodeWords(headerValue(headers, name) ?? "");
    const text = mentioned.reduce((rest, mention) => rest.replaceAll(mention, ""), value);
    return [
      ...(name === "subject" && value.trim() === "" ? ["Subject is empty."] : []),
      ...(/&(?:amp|lt|gt|quot|#x?[0-9a-f]+);/i.test(text)
        ? [`The header ${name} holds an HTML entity.`]
        : []),
      ...(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value)
        ? [`The header ${name} holds a control or bidi character.`]
        : []),
      ...(expected.literalBraces !== true && text.includes("{{") ? [`The header ${name} holds "{{".`] : []),
      ...(/\bundefined\b|\bNaN\b|\[object Object\]/.test(text)
        ? [`The header ${name} holds a value that was missing.`]
        : []),
    ];
  });
}
