import type { Envelope } from "../../../src/model/message.ts";
import { token } from "./faultless.ts";

/** What breaks a rule of the envelope, and the sentence that must be said. Judged by eml-envelope-rules.ts. */
export const envelopeBreaches: readonly (readonly [
  title: string,
  changes: Partial<Envelope>,
  fault: string,
])[] = [
  [
    "an upper-case VERP token",
    { from: `bounce+${token.toUpperCase()}@bounces.example.org` },
    "The return path is not bounce+ and a token in lower-case base32.",
  ],
  [
    "a long local part",
    { from: `bounce+${"a".repeat(58)}@bounces.example.org` },
    "The local part of the return path is over 64 octets.",
  ],
  [
    "another bounce domain",
    { from: `bounce+${token}@example.org` },
    "The return path is not at bounces.example.org.",
  ],
  [
    "a return path with the reader's address",
    { from: `bounce+${Buffer.from("reader@example.org").toString("hex")}@bounces.example.org` },
    "The return path holds the address of the reader.",
  ],
  [
    "a return path outside ASCII",
    { from: `bounce+${token}@bücher.example.org` },
    "The return path is not an address in ASCII.",
  ],
  ["two recipients", { to: "reader@example.org,x@example.org" }, "The recipient is not one plain address."],
  [
    "a domain in U-label form",
    { to: "reader@bücher.example.org" },
    "The domain of the recipient is not in A-label form.",
  ],
  ["a wrong word about SMTPUTF8", { needsUtf8: true }, "The envelope is wrong about SMTPUTF8."],
];
