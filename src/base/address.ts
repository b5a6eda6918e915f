import { domainToASCII } from "node:url";

/** A mailbox as RCPT carries it. `key` is what makes two spellings one reader. */
export interface Address {
  /** `local@domain`, domain in A-labels and lower case, local part as written. */
  readonly email: string;
  readonly local: string;
  readonly domain: string;
  /** The address in lower case: two addresses with one key are one reader. */
  readonly key: string;
  /** The local part needs a relay that offers SMTPUTF8 (RFC 6531). */
  readonly needsUtf8: boolean;
}

export type ParsedAddress =
  | { readonly status: "valid"; readonly address: Address }
  | { readonly status: "invalid"; readonly reason: string };

/**
 * Reads one address strictly: the dot-atom form of RFC 5321 section 4.1.2 with a domain name of at least two labels.
 * Quoted local parts, comments, lists, address literals and white space are refused, because mail programs read
 * them in different ways, and one of those ways is a second recipient.
 */
export function parseAddress(written: string): ParsedAddress {
  const text = written.trim();
  const plain = plainParts(text);
  if (plain !== undefined) return valid(...plain, false, text);
  if (text === "") return invalid("it is empty");
  const atSign = text.lastIndexOf("@");
  if (atSign < 0) return invalid("it has no @");
  const local = text.slice(0, atSign).normalize("NFC");
  const localFault = faultOfLocal(local);
  if (localFault !== undefined) return invalid(localFault);
  const domain = toAscii(text.slice(atSign + 1));
  if (domain === undefined) return invalid("the part after the @ is not a domain name");
  if (Buffer.byteLength(`${local}@${domain}`) > 254) return invalid("it is longer than 254 bytes");
  return valid(local, domain, !/^[\x21-\x7e]+$/.test(local));
}

/**
 * What finds a reader by an address as somebody types it: `Ada@Bücher.example` too. What is no address finds nobody.
 */
export function addressKey(written: string): string {
  const parsed = parseAddress(written);
  return parsed.status === "valid" ? parsed.address.key : written.trim().toLowerCase();
}

/**
 * What addresses share that most likely end in one mailbox: without `+anything` before the @, and at Gmail without
 * dots. Only for limits: at some hosts they are two people's, so no address is found, refused or changed by it.
 */
export function mailboxKey(key: string): string {
  const at = key.lastIndexOf("@");
  const [local, host] = [key.slice(0, at), key.slice(at + 1)];
  const plain = local.replace(/(?<=.)\+.*$/s, "");
  if (!["gmail.com", "googlemail.com"].includes(host)) return `${plain}@${host}`;
  return `${plain.replaceAll(".", "")}@gmail.com`;
}

/**
 * What stands behind the last @, in small letters; all of it when there is none. For addresses that others wrote, good
 * or bad.
 */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

/**
 * Local part and domain of an address as nearly all are, which needs no second look; undefined for any other, good or
 * not.
 */
function plainParts(text: string): readonly [local: string, domain: string] | undefined {
  const [, local = "", domain = ""] = text.length > 254 ? [] : (plainAddress.exec(text) ?? []);
  const small = domain.toLowerCase();
  return local === "" || local.length > 64 || small.includes("xn--") ? undefined : [local, small];
}

function faultOfLocal(local: string): string | undefined {
  if (local === "") return "there is nothing before the @";
  if (Buffer.byteLength(local) > 64) return "the part before the @ is longer than 64 bytes";
  if (local.startsWith(".") || local.endsWith(".") || local.includes(".."))
    return "a dot stands at the start, at the end or twice in a row before the @";
  if (local.includes("@")) return "it has more than one @";
  if (!dotAtom.test(local) || unseen.test(local))
    return "the part before the @ has a character that addresses do not have";
  return undefined;
}

function toAscii(written: string): string | undefined {
  // domainToASCII decodes percent signs and reads numbers as IP addresses, so only plain labels may reach it.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(written) || unseen.test(written)) return undefined;
  const lower = written.toLowerCase();
  const domain = plainDomain.test(lower) ? lower : domainToASCII(lower);
  const labels = domain.split(".");
  if (domain.length > 253 || labels.length < 2) return undefined;
  if (!labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return undefined;
  return /^\d+$/.test(labels.at(-1) ?? "") ? undefined : domain;
}

/** `text` is taken where it is the address as it will be kept: of a million rows that spares a million texts. */
function valid(local: string, domain: string, needsUtf8: boolean, text?: string): ParsedAddress {
  const email = text?.endsWith(domain) === true ? text : `${local}@${domain}`;
  return { status: "valid", address: { email, local, domain, key: email.toLowerCase(), needsUtf8 } };
}

function invalid(reason: string): ParsedAddress {
  return { status: "invalid", reason };
}

// A dot-atom of ASCII and a domain of at least two labels, the last of which begins with a letter: all of what is asked
// below, in one look.
const plainAddress =
  /^([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)@((?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?)$/i;

// Already what domainToASCII would make of it: no label in code, and no ending that makes a number of it.
const plainDomain = /^(?!.*xn--)(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/;

// RFC 5322 atext, RFC 6531's UTF-8 letters, marks and numbers, and the dot.
const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\p{L}\p{M}\p{N}]+$/u;

// Letters and marks that nobody sees (a Hangul filler, a variation selector), and a mark that stands on no letter: with
// them two addresses look alike.
const unseen = /\p{Default_Ignorable_Code_Point}|(?:^|[^\p{L}\p{M}\p{N}])\p{M}/u;
