import { hash } from "node:crypto";
import type { Instant } from "../../base/clock.ts";
import type { Filler, Pieces, Seal } from "../message-template.ts";
import { type SignatureHeader, signatureHeader } from "./signature-header.ts";
import { relaxedSpace, signedHeaders } from "./signed-headers.ts";
import type { Signer } from "./signer.ts";

/*
 * How a message is signed (RFC 6376, c=relaxed/simple, no l=: every byte of the body counts).
 *
 * All that is the same for all readers is made once: the headers in relaxed form, but for the slots in them, and the
 * signature headers, but for two values. Per reader there remain one SHA-256 over the body as it lies in the buffer,
 * which in simple form is just the body, since ours ends in one line end; a text of about 1 KB put together; and for
 * each signer a signature over it, written into the room that was left for it.
 */

/** `head` is the head of the template, up to and with the empty line; `date` that of the mailing. */
export function compileSeal(
  head: Pieces,
  fillers: readonly Filler[],
  date: Instant,
  signers: readonly Signer[],
): Seal {
  const { names, text } = signedHeaders(withStandIns(head, fillers));
  const headers = text.split(standIn);
  const slots = [...text.matchAll(standIn)].map(([character]) => character.charCodeAt(0) - firstStandIn);
  const signatures = signers.map((signer) => ({ signer, header: signatureHeader(signer, date, names) }));
  const bytes = signatures.reduce((sum, { header }) => sum + header.wire.length, 0);
  return {
    bytes,
    write(message, filled) {
      const bodyHash = hash("sha256", message.subarray(bodyStart(message, bytes)), "base64");
      const signed = headers.reduce(
        (all, literal, index) => `${all}${relaxedSpace(filled[slots[index - 1] ?? -1] ?? "")}${literal}`,
      );
      let end = 0;
      for (const { signer, header } of signatures) {
        const text = `${signed}${header.signedStart}${bodyHash}${header.signedEnd}`;
        const signature = signer.sign(Buffer.from(text, "latin1")).toString("base64");
        writeSignature(message.subarray(end), header, bodyHash, signature);
        end += header.wire.length;
      }
    },
  };
}

// A private character for each filler, which no header holds.
const firstStandIn = 0xe000;
const standIn = /[\ue000-\uf8ff]/g;

function withStandIns(head: Pieces, fillers: readonly Filler[]): string {
  return head
    .map((piece) =>
      typeof piece === "string" ? piece : String.fromCharCode(firstStandIn + fillers.indexOf(piece)),
    )
    .join("");
}

function bodyStart(message: Buffer, from: number): number {
  return message.indexOf("\r\n\r\n", from, "latin1") + 4;
}

function writeSignature(
  message: Buffer,
  { wire, bodyHashAt, signatureAt }: SignatureHeader,
  bodyHash: string,
  signature: string,
): void {
  wire.copy(message);
  message.write(bodyHash, bodyHashAt, "latin1");
  for (const { at, from, to } of signatureAt) message.write(signature.slice(from, to), at, "latin1");
}
