import { createPublicKey, type KeyObject } from "node:crypto";
import { parseTags } from "./tags.ts";

/** The public half of a key as DNS has it (RFC 6376 section 3.6.1). */
export type PublishedKey =
  | {
      readonly status: "key";
      readonly key: KeyObject;
      readonly type: "rsa" | "ed25519";
      readonly bits: number;
      readonly isTesting: boolean;
      /** `t=s`: signatures for a subdomain do not count. */
      readonly isStrict: boolean;
    }
  /** `p=` is empty: what was signed with it no longer counts. */
  | { readonly status: "revoked" }
  | { readonly status: "faulty"; readonly why: string };

/** `why` goes on a sentence that begins with the record. */
export function parseKeyRecord(text: string): PublishedKey {
  const tags = parseTags(text);
  if (tags === undefined) return faulty("is no list of tags");
  const version = tags.get("v");
  if (version !== undefined && version !== "DKIM1")
    return faulty(`is of the version "${version}", which nobody knows`);
  if (version !== undefined && [...tags.keys()][0] !== "v") return faulty('does not begin with "v="');
  const type = tags.get("k") ?? "rsa";
  if (type !== "rsa" && type !== "ed25519") return faulty(`is of the type "${type}", which nobody knows`);
  const hashes = tags
    .get("h")
    ?.split(":")
    .map((one) => one.trim());
  if (hashes !== undefined && !hashes.includes("sha256")) return faulty('does not allow sha256 in "h="');
  const services = tags
    .get("s")
    ?.split(":")
    .map((one) => one.trim());
  if (services !== undefined && !services.some((one) => one === "*" || one === "email"))
    return faulty('is not for email, as "s=" says');
  const written = tags.get("p")?.replace(/\s+/g, "");
  if (written === undefined) return faulty('has no "p="');
  if (written === "") return { status: "revoked" };
  const key = type === "rsa" ? rsaKey(written) : ed25519Key(written);
  if (key === undefined) return faulty('has something in "p=" that is no key; it may have been cut off');
  const flags = (tags.get("t") ?? "").split(":").map((flag) => flag.trim());
  return {
    status: "key",
    key,
    type,
    bits: key.asymmetricKeyDetails?.modulusLength ?? 256,
    isTesting: flags.includes("y"),
    isStrict: flags.includes("s"),
  };
}

/** Whether both are one key. */
export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  const bytes = (key: KeyObject) => key.export({ type: "spki", format: "der" });
  return bytes(one).equals(bytes(other));
}

/** RFC 6376 has the bare key of PKCS #1, everybody publishes the other form, and both are read. */
function rsaKey(written: string): KeyObject | undefined {
  const key = Buffer.from(written, "base64");
  for (const type of ["spki", "pkcs1"] as const)
    try {
      const read = createPublicKey({ key, format: "der", type });
      return read.asymmetricKeyType === "rsa" ? read : undefined;
    } catch {
      // The next form.
    }
  return undefined;
}

function ed25519Key(written: string): KeyObject | undefined {
  const bare = Buffer.from(written, "base64");
  if (bare.length !== 32) return undefined;
  // RFC 8410 section 4: what stands before the 32 bytes is always the same.
  const key = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bare]);
  return createPublicKey({ key, format: "der", type: "spki" });
}

function faulty(why: string): PublishedKey {
  return { status: "faulty", why };
}
