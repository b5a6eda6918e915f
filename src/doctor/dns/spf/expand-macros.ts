import { isIPv4 } from "node:net";
import { ipv6Groups } from "../../../base/ipv6-groups.ts";

/** What the macros of a record stand for (RFC 7208 section 7.2). */
export interface SpfSubject {
  /** The address that the mail comes from. */
  readonly ip: string;
  /** The address of the return path. */
  readonly sender: string;
  readonly helo: string;
}

/** A name with its macros replaced; undefined when it has some and nothing is known that they could stand for. */
export function expandMacros(
  spec: string,
  domain: string,
  subject: SpfSubject | undefined,
): string | undefined {
  if (!spec.includes("%")) return spec;
  if (subject === undefined && namesSender(spec)) return undefined;
  const letters = { ...(subject === undefined ? {} : lettersOf(subject)), d: domain };
  return replaced(spec, letters);
}

/** Whether it depends on the mail what the macros stand for: `%{d}`, the domain, does not. */
export function namesSender(spec: string): boolean {
  return /%\{[^d]/i.test(spec);
}

function lettersOf(subject: SpfSubject): Readonly<Record<string, string>> {
  const at = subject.sender.lastIndexOf("@");
  return {
    s: subject.sender,
    l: subject.sender.slice(0, at),
    o: subject.sender.slice(at + 1),
    i: isIPv4(subject.ip) ? subject.ip : nibbles(subject.ip),
    v: isIPv4(subject.ip) ? "in-addr" : "ip6",
    h: subject.helo,
    // Section 5.5: nobody should ask for the name of an address any more.
    p: "unknown",
  };
}

function replaced(spec: string, letters: Readonly<Record<string, string>>): string {
  return spec.replace(
    /%(?:\{([a-z])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))/gi,
    (_, letter: string | undefined, digits: string, reverse: string, delimiters: string, plain: string) => {
      if (letter === undefined) return { "%": "%", _: " ", "-": "%20" }[plain] ?? "";
      const value = letters[letter.toLowerCase()] ?? "";
      return transformed(value, Number(digits || 0), reverse !== "", delimiters || ".");
    },
  );
}

function transformed(value: string, count: number, isReversed: boolean, delimiters: string): string {
  const parts = value.split(new RegExp(`[${delimiters.replace(/[-\\\]^]/g, "\\$&")}]`));
  const ordered = isReversed ? parts.toReversed() : parts;
  return (count === 0 ? ordered : ordered.slice(-count)).join(".");
}

/** `2.0.0.1.0.d.b.8…`: every digit of an IPv6 address. */
function nibbles(ip: string): string {
  const groups = ipv6Groups(ip).map((group) => group.toString(16).padStart(4, "0"));
  return groups.join("").split("").join(".");
}
