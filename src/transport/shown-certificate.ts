import type { PeerCertificate } from "node:tls";
import { type Instant, parseMailDate } from "../base/clock.ts";

/** What a server's certificate says, for people. */
export interface ShownCertificate {
  /** The names that it is for, as it writes them. */
  readonly names: readonly string[];
  readonly issuer: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** `{}` when the other side shows none, which no server does. */
export function toCertificate(shown: PeerCertificate): ShownCertificate {
  const named = (shown.subjectaltname ?? "")
    .split(", ")
    .flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  return {
    names: named.length > 0 ? named : [oneOf(shown.subject?.CN)],
    issuer: oneOf(shown.issuer?.O) || oneOf(shown.issuer?.CN),
    from: parseMailDate(shown.valid_from) ?? 0,
    until: parseMailDate(shown.valid_to) ?? 0,
  };
}

function oneOf(value: string | readonly string[] | undefined): string {
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}
