import type { Stage } from "../model/outcome.ts";
import type { Relay } from "../model/relay.ts";
import { type ConnectFault, type Finding, quoted } from "./connect-fault.ts";
import { tlsFault } from "./tls-fault.ts";
import { RelayFault } from "./transport.ts";

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
  if (fault.code === "ENOAUTH") return noLogin(relay);
  if (fault.code === "EAUTH" || fault.command?.startsWith("AUTH")) return loginRefused(relay, fault);
  if (fault.code === "ETIMEDOUT" && reason === "ETIMEDOUT") return tooLate(fault);
  return tlsFault(relay, fault) ?? linkFault(relay, fault);
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

function noLogin({ auth }: Relay): Finding {
  const at = { code: "login-not-offered", stage: "auth", permanent: true } as const;
  if (auth?.method !== undefined)
    return {
      ...at,
      says: `does not offer the login ${auth.method}, so no ${secretOf(auth)} was sent.`,
      remedy: "Leave out the method under the relay's auth, or name one that its provider documents.",
    };
  return {
    ...at,
    says: "does not offer a login, so the password was not sent.",
    remedy:
      "Most relays offer a login only over TLS: set the relay's security to starttls (port 587) or tls (port 465), or remove its user and password.",
  };
}

function secretOf(auth: Relay["auth"]): string {
  return auth?.method === "xoauth2" ? "access token" : "password";
}

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
    says: `did not accept the user "${user}" with the ${secretOf(relay.auth)} it was given${reply}.`,
    remedy:
      relay.auth?.method === "xoauth2"
        ? "Check the relay's user, and get a new access token: most of them last an hour."
        : "Check the relay's user and the password in .env or the environment. Some providers want an app password or an API key instead of the account's password.",
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
  if (reason === "EADDRNOTAVAIL" && relay.localAddress !== undefined)
    return {
      code: "local-address",
      stage,
      permanent: true,
      says: `cannot be reached from ${relay.localAddress}: this machine has no such address.`,
      remedy: "Correct the relay's localAddress, or leave it out.",
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
