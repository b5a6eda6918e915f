import { createHash } from "node:crypto";
import type { EmlExpectations } from "./eml-expectations.ts";
import { soleAddress } from "./eml-header-rules.ts";
import { type Eml, type EmlHeader, headerValue } from "./eml-reading.ts";

/**
 * Rules about DKIM-Signature: RFC 6376, RFC 8301, RFC 8463, and what of a message must be signed. Whether the signature
 * is right only its public key can tell: see dkim-verifier.ts.
 */
export function signatureFaults(eml: Eml, expected: EmlExpectations): readonly string[] {
  const { headers } = eml.root;
  const signatures = headers
    .filter(({ name }) => name === "dkim-signature")
    .map(({ value }) => tagsOf(value));
  const names = signatures.map(({ s, d }) => `${s}._domainkey.${d}`);
  const wanted = expected.signedBy ?? [];
  return [
    ...(names.join(" ") === wanted.join(" ")
      ? []
      : [
          `The message is signed by ${names.join(" and ") || "nobody"}, not by ${wanted.join(" and ") || "nobody"}.`,
        ]),
    ...(new Set(names).size === names.length ? [] : ["Two signatures are of the same selector."]),
    ...signatures.flatMap((tags) =>
      tagFaults(tags, eml).map((fault) => `The signature of ${tags.s} ${fault}.`),
    ),
    ...(signatures.length === 0 ? [] : foldFaults(eml.head)),
  ];
}

type Tags = Readonly<Record<string, string>>;

function tagsOf(value: string): Tags {
  return Object.fromEntries(
    value.split(";").map((tag) => {
      const equals = tag.indexOf("=");
      return [tag.slice(0, equals).trim(), tag.slice(equals + 1).replace(/\s+/g, "")];
    }),
  );
}

function tagFaults(tags: Tags, eml: Eml): readonly string[] {
  const { headers } = eml.root;
  const from = soleAddress(headerValue(headers, "from") ?? "") ?? "";
  const body = createHash("sha256").update(Buffer.from(eml.root.body, "latin1")).digest("base64");
  return [
    ...(tags.v === "1" ? [] : ["is not of version 1"]),
    ...(/^(?:rsa|ed25519)-sha256$/.test(tags.a ?? "") ? [] : ["has an algorithm that is not trusted"]),
    ...(tags.c === "relaxed/simple" ? [] : ["is not relaxed/simple"]),
    ...(`.${from.slice(from.lastIndexOf("@") + 1)}`.endsWith(`.${tags.d}`)
      ? []
      : ["is of a domain above or at which From is not"]),
    ...(Number(tags.t) * 1000 === Date.parse(headerValue(headers, "date") ?? "")
      ? []
      : ["is not of the message's date"]),
    ...(tags.bh === body ? [] : ["has another body"]),
    ...(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(tags.b ?? "")
      ? []
      : ["is not base64"]),
    ...["l", "x", "i", "z"].filter((tag) => tags[tag] !== undefined).map((tag) => `has the tag ${tag}`),
    ...coverFaults((tags.h ?? "").toLowerCase().split(":"), headers),
  ];
}

/** Every header is signed as often as it stands, and those that readers act on once more, so that none can be added. */
function coverFaults(signed: readonly string[], headers: readonly EmlHeader[]): readonly string[] {
  const ours = headers
    .map(({ name }) => name)
    .filter((name) => name !== "dkim-signature" && name !== "received");
  const count = (list: readonly string[], name: string) => list.filter((one) => one === name).length;
  const bare = [...new Set(ours)].filter((name) => count(signed, name) < count(ours, name));
  const open = neverAdded.filter((name) => count(signed, name) !== count(ours, name) + 1);
  return [
    ...bare.map((name) => `leaves ${name} out`),
    ...open.map((name) => `lets somebody add another ${name}`),
  ];
}

const neverAdded = [
  "from",
  "to",
  "cc",
  "reply-to",
  "subject",
  "date",
  "message-id",
  "mime-version",
  "content-type",
  "content-transfer-encoding",
  "list-unsubscribe",
  "list-unsubscribe-post",
];

function foldFaults(head: string): readonly string[] {
  const [first = "", ...others] = head.split(/\r\n(?![ \t])/).filter((field) => !/^Received:/i.test(field));
  const signatures = [first, ...others].filter((field) => /^DKIM-Signature:/i.test(field));
  const isFirst = /^DKIM-Signature:/i.test(first);
  const long = signatures
    .join("\r\n")
    .split("\r\n")
    .some((line) => line.length > 76);
  return [
    ...(isFirst ? [] : ["The signature does not stand above what it signs."]),
    ...(long ? ["A line of a signature is over 76 octets."] : []),
  ];
}
