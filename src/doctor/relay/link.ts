import { isoInstant } from "../../base/clock.ts";
import { dayMs } from "../../base/clock.ts";
import { durationWords } from "../../base/duration-words.ts";
import type { ShownCertificate } from "../../transport/shown-certificate.ts";
import { type Examination, good, type Judged, problem, unseen, warning } from "../examination.ts";
import type { RelaySeen } from "./look-at-relay.ts";

export const reachable: Examination<RelaySeen> = {
  id: "relay/reachable",
  why: "To a relay that does not answer nothing can be handed over; with several the others have to carry its share.",
  helps:
    "Check the relay's host and port, and that this machine may connect there: many networks block port 25.",
  judge({ relay, visit, fault }) {
    if (fault !== undefined && (fault.stage === "connect" || fault.stage === "ehlo" || "module" in relay))
      return [problem(fault.message, fault.remedy, relay.name)];
    if ("module" in relay)
      return [
        good(
          `The module ${relay.module} makes a transport that answers. What lies behind it is its own affair.`,
          relay.name,
        ),
      ];
    if (visit === undefined) return [];
    if (visit.brokenOffAt !== undefined)
      return [
        warning(
          `${relay.host}:${relay.port} answers, and then breaks the connection off at ${visit.brokenOffAt}, or says what is no SMTP.`,
          "Ask whoever runs the relay, or the firewall before it, why connections end: a mailing needs them for hours.",
          relay.name,
        ),
      ];
    return [good(`${relay.host}:${relay.port} answers.`, relay.name)];
  },
};

export const tls: Examination<RelaySeen> = {
  id: "relay/tls",
  why: "Without TLS the password and every address could be read on the way, so nothing is sent then.",
  helps:
    "Set the relay's security to starttls (port 587) or tls (port 465), and ask whoever runs it for TLS 1.2 or newer.",
  judge({ relay, visit, fault }) {
    if (fault?.stage === "tls" && fault.code !== "transport/certificate")
      return [problem(fault.message, fault.remedy, relay.name)];
    if (visit === undefined || "module" in relay) return [];
    if (visit.tls === undefined)
      return [good(`No TLS: the relay is on this machine (${relay.host}).`, relay.name)];
    const { version, cipher } = visit.tls;
    return [good(`${version} with ${cipher}; it speaks ${visit.versions.join(" and ")}.`, relay.name)];
  },
};

export const certificate: Examination<RelaySeen> = {
  id: "relay/certificate",
  why: "From the day on which its certificate is over, or for another name, the relay is refused and nothing is sent.",
  helps: "Ask whoever runs the relay to renew it; use the host name that it was made for.",
  judge({ now, relay, visit, fault, refusedCertificate }) {
    if (fault?.code === "transport/certificate") {
      const shown = refusedCertificate === undefined ? "" : ` It is ${certificateWords(refusedCertificate)}.`;
      return [problem(`${fault.message}${shown}`, fault.remedy, relay.name)];
    }
    const shown = visit?.tls?.certificate;
    return shown === undefined ? [] : [judgeCertificate(shown, now, relay.name)];
  },
};

/** Of a certificate that was accepted; with `rejectUnauthorized: false` also one that is over. */
export function judgeCertificate(shown: ShownCertificate, now: number, about?: string): Judged {
  const says = `The certificate is ${certificateWords(shown)}`;
  const left = shown.until - now;
  if (left >= soonMs) return good(`${says}.`, about);
  const when = left < 0 ? `over for ${durationWords(-left)}` : `${durationWords(left)} from now`;
  return warning(`${says}, ${when}.`, undefined, about);
}

/** `for mail.example.org, by Example CA, from 2026-08-01 to 2026-11-01` */
export function certificateWords({ names, issuer, from, until }: ShownCertificate): string {
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const by = issuer === "" ? "" : `, by ${issuer}`;
  return `for ${shown}${by}, from ${isoInstant(from).slice(0, 10)} to ${isoInstant(until).slice(0, 10)}`;
}

export const login: Examination<RelaySeen> = {
  id: "relay/login",
  why: "A relay that does not know us takes nothing, or takes it and throws it away.",
  helps: "Check the relay's user and its password; some providers want an app password or an API key.",
  judge({ relay, visit, fault, secretFault }) {
    if (secretFault !== undefined)
      return [
        unseen("Nobody logged in, because what it takes is not here (see here/relay-secrets).", relay.name),
      ];
    if (fault?.stage === "auth") return [problem(fault.message, fault.remedy, relay.name)];
    if (visit === undefined || "module" in relay) return [];
    if (relay.user === undefined) return [good("It is used without a login.", relay.name)];
    return [good(`It takes the login of ${relay.user}.`, relay.name)];
  },
};

const soonMs = 14 * dayMs;
