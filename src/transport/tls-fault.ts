import type { Relay } from "../model/relay.ts";
import { type ConnectFault, type Finding, quoted } from "./connect-fault.ts";

/** The finding when the fault is about the certificate or the encryption, else undefined. */
export function tlsFault(relay: Relay, fault: ConnectFault): Finding | undefined {
  return certificateFault(relay, fault.originalCode ?? fault.code ?? "") ?? encryptionFault(relay, fault);
}

function certificateFault(relay: Relay, reason: string): Finding | undefined {
  const at = { code: "certificate", stage: "tls", permanent: true } as const;
  if (reason === "CERT_HAS_EXPIRED")
    return {
      ...at,
      says: "showed a certificate that has expired.",
      remedy: "Ask whoever runs the relay to renew it, and check this machine's clock.",
    };
  if (reason === "ERR_TLS_CERT_ALTNAME_INVALID")
    return {
      ...at,
      says: `showed a certificate for another host than "${relay.tls?.servername ?? relay.host}".`,
      remedy:
        "Use the host name the certificate was made for, usually the one in the provider's instructions, or name it under the relay's tls: servername.",
    };
  if (reason === "CERT_NOT_YET_VALID")
    return {
      ...at,
      says: "showed a certificate that is not valid yet.",
      remedy: "Check this machine's clock.",
    };
  if (untrusted.has(reason))
    return {
      ...at,
      says: "showed a certificate that this machine does not trust.",
      remedy:
        "If the relay is yours and signs its own certificate, name the file of its authority under the relay's tls: ca; otherwise somebody may be listening in.",
    };
  return undefined;
}

const untrusted: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
]);

/** What passes no wire needs no encryption. */
function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function encryptionFault(relay: Relay, fault: ConnectFault): Finding | undefined {
  const reason = fault.originalCode ?? fault.code ?? "";
  const noUpgrade =
    fault.command === "STARTTLS" || (relay.security === "starttls" && fault.command === "EHLO");
  if (noUpgrade && fault.responseCode !== 421)
    return {
      code: "starttls-not-offered",
      stage: "tls",
      permanent: (fault.responseCode ?? 500) >= 500,
      says: `does not offer STARTTLS${quoted(relay, fault)}, so nothing was sent.`,
      remedy: isThisMachine(relay.host)
        ? 'A server on this machine needs none: write "security: none" at the relay, without a user and a password.'
        : "Set the relay's security to tls if the port is 465. If it worked yesterday, something between here and the relay may be removing the encryption.",
    };
  if (plainWords.has(reason))
    return {
      code: "tls",
      stage: "tls",
      permanent: true,
      says: "does not speak TLS on this port.",
      remedy: "Set the relay's security to starttls for port 587 or 25; tls belongs to port 465.",
    };
  if (/CERTIFICATE_REQUIRED|ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_\w+|NO_CERTIFICATE)/.test(reason))
    return {
      code: "client-certificate",
      stage: "tls",
      permanent: true,
      says:
        relay.tls?.cert === undefined
          ? "wants a certificate from us."
          : "does not accept the certificate that we showed.",
      remedy: "Name the files that the provider has given you under the relay's tls: cert and key.",
    };
  if (/^ERR_SSL_|^EPROTO$/.test(reason))
    return {
      code: "tls",
      stage: "tls",
      permanent: true,
      says: "and this machine found no form of TLS that both know.",
      remedy: "Ask whoever runs the relay for TLS 1.2 or newer; older forms are not safe.",
    };
  if (fault.code === "ETLS" || /secure TLS connection/.test(fault.message ?? ""))
    return {
      code: "tls",
      stage: "tls",
      permanent: false,
      says: "ended the connection during the change to TLS.",
      remedy: "Try again in a few minutes; if it stays, check the relay's security and port.",
    };
  return undefined;
}

// What OpenSSL says about an answer in plain text.
const plainWords: ReadonlySet<string> = new Set([
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_RECORD_LAYER_FAILURE",
]);
