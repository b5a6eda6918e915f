import type { Stage } from "../model/outcome.ts";
import type { Relay } from "../model/relay.ts";
import { printable } from "../base/printable.ts";
import { RelayFault } from "./transport.ts";

/** What nodemailer's connection reports when it cannot connect, upgrade or log in. */
export interface ConnectFault {
  readonly code?: string | undefined;
  /** The system's or OpenSSL's own code behind `code`. */
  readonly originalCode?: string | undefined;
  readonly message?: string;
  /** The relay's reply. */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly command?: string | undefined;
  readonly timeoutType?: string | undefined;
}

interface Finding {
  readonly code: string;
  readonly stage: Stage;
  readonly permanent: boolean;
  /** Follows "The relay <name> (<host>:<port>) " and ends with a full stop. */
  readonly says: string;
  readonly remedy: string;
}

/**
 * Turns a fault of the connection into what an editor reads: one sentence that says what happened, one that says what
 * to do. There is no `cause`: it would hold the relay's words as they came.
 */
export function relayFault(relay: Relay, fault: ConnectFault): RelayFault {
  const { code, stage, permanent, says, remedy } = finding(relay, fault);
  const message = `The relay ${relay.name} (${relay.host}:${relay.port}) ${says}`;
  return new RelayFault({ code: `transport/${code}`, stage, permanent, message, remedy });
}

function finding(relay: Relay, fault: ConnectFault): Finding {
  const reason = fault.originalCode ?? fault.code ?? "";
  if (fault.code === "EDNS" || reason === "ENOTFOUND") return unknownHost(relay, fault);
  if (fault.code === "ENOAUTH") return noLogin;
  if (fault.code === "EAUTH" || fault.command?.startsWith("AUTH")) return loginRefused(relay, fault);
  if (fault.code === "ETIMEDOUT" && reason === "ETIMEDOUT") return tooLate(fault);
  return certificateFault(relay, reason) ?? tlsFault(relay, fault) ?? linkFault(relay, fault);
}

function unknownHost(relay: Relay, fault: ConnectFault): Finding {
  const isKnownMissing = fault.originalCode === "ENOTFOUND" || fault.code === "ENOTFOUND";
  return {
    code: "unknown-host",
    stage: "connect",
    permanent: isKnownMissing,
    says: `cannot be found: there is no answer for the host name "${relay.host}".`,
    remedy: "Check the spelling of the relay's host, and that this machine can look up names.",
  };
}

const noLogin: Finding = {
  code: "login-not-offered",
  stage: "auth",
  permanent: true,
  says: "does not offer a login, so the password was not sent.",
  remedy:
    "Most relays offer a login only over TLS: set the relay's security to starttls (port 587) or tls (port 465), or remove its user and password.",
};

function loginRefused(relay: Relay, fault: ConnectFault): Finding {
  const reply = quoted(relay, fault);
  const user = relay.auth?.user ?? "";
  if (fault.responseCode === undefined || fault.responseCode < 500)
    return {
      code: "login-unavailable",
      stage: "auth",
      permanent: false,
      says: `cannot log us in right now${reply}.`,
      remedy: "Nothing was sent. Try again in a few minutes.",
    };
  return {
    code: "login-refused",
    stage: "auth",
    permanent: true,
    says: `did not accept the user "${user}" with the password it was given${reply}.`,
    remedy:
      "Check the relay's user and the password in the environment. Some providers want an app password or an API key instead of the account's password.",
  };
}

function tooLate(fault: ConnectFault): Finding {
  const step = timeoutSteps[fault.timeoutType ?? ""] ?? { stage: "ehlo", says: "stopped answering." };
  return {
    ...step,
    code: "timeout",
    permanent: false,
    remedy:
      "Check the host and the port: 465 goes with security tls, 587 with starttls, and many networks block port 25.",
  };
}

const timeoutSteps: Readonly<Record<string, { readonly stage: Stage; readonly says: string }>> = {
  CONNECT_TIMEOUT: { stage: "connect", says: "did not take the connection in time." },
  GREETING_TIMEOUT: { stage: "connect", says: "took the connection but did not greet us in time." },
  UPGRADE_TIMEOUT: { stage: "tls", says: "did not finish the change to TLS in time." },
};

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
      says: `showed a certificate for another host than "${relay.host}".`,
      remedy:
        "Use the host name the certificate was made for, usually the one in the provider's instructions.",
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
        "If the relay is yours and signs its own certificate, name its authority in NODE_EXTRA_CA_CERTS; otherwise somebody may be listening in.",
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

function tlsFault(relay: Relay, fault: ConnectFault): Finding | undefined {
  const reason = fault.originalCode ?? fault.code ?? "";
  const noUpgrade =
    fault.command === "STARTTLS" || (relay.security === "starttls" && fault.command === "EHLO");
  if (noUpgrade && fault.responseCode !== 421)
    return {
      code: "starttls-not-offered",
      stage: "tls",
      permanent: (fault.responseCode ?? 500) >= 500,
      says: `does not offer STARTTLS${quoted(relay, fault)}, so nothing was sent.`,
      remedy:
        "Set the relay's security to tls if the port is 465. If it worked yesterday, something between here and the relay may be removing the encryption.",
    };
  if (plainWords.has(reason))
    return {
      code: "tls",
      stage: "tls",
      permanent: true,
      says: "does not speak TLS on this port.",
      remedy: "Set the relay's security to starttls for port 587 or 25; tls belongs to port 465.",
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

function linkFault(relay: Relay, fault: ConnectFault): Finding {
  const reason = fault.originalCode ?? fault.code ?? "";
  const stage: Stage = fault.command === "EHLO" || fault.command === "HELO" ? "ehlo" : "connect";
  if (fault.responseCode !== undefined)
    return {
      code: "turned-away",
      stage,
      permanent: fault.responseCode >= 500,
      says: `turned us away${quoted(relay, fault)}.`,
      remedy:
        fault.responseCode >= 500
          ? "Ask whoever runs the relay whether this machine's address may use it."
          : "Nothing was sent. Try again in a few minutes.",
    };
  if (fault.code === "EPROTOCOL")
    return {
      code: "not-smtp",
      stage,
      permanent: true,
      says: "does not answer like a mail server.",
      remedy: "Check the relay's host and port.",
    };
  const port = relay.security === "tls" ? "" : " If the port is 465, the relay's security must be tls.";
  return {
    code: "unreachable",
    stage,
    permanent: false,
    says: `cannot be reached: ${reasons[reason] ?? "the connection was closed"}.`,
    remedy: `Check that the host and the port are right and that the relay is running.${port}`,
  };
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ETIMEDOUT: "the connection timed out",
  EACCES: "this machine does not allow the connection",
  EPERM: "this machine does not allow the connection",
};

/** The relay's words, without our password: some servers repeat what they did not like. */
function quoted(relay: Relay, { response }: ConnectFault): string {
  if (response === undefined) return "";
  const { user = "", password = "" } = relay.auth ?? {};
  const forms = [password, base64(password), base64(`\0${user}\0${password}`)].filter((form) => form !== "");
  const safe = forms.reduce((text, form) => text.replaceAll(form, "•••"), response);
  return ` (it said "${printable(safe).slice(0, 200)}")`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
