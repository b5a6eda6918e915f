import type { Instant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config, RelayConfig, SmtpRelayConfig } from "../../config/config.ts";
import { openRelay } from "../../config/open-relay.ts";
import type { PaceRules } from "../../model/pace.ts";
import type { Relay } from "../../model/relay.ts";
import { moduleTransport } from "../../transport/module-transport.ts";
import type { ShownCertificate } from "../../transport/shown-certificate.ts";
import { RelayFault } from "../../transport/transport.ts";
import { type RelayVisit, shownCertificate, visitRelay, withoutLogin } from "../../transport/visit-relay.ts";

/** What there is to know of one relay without mailing anybody. */
export interface RelaySeen {
  readonly now: Instant;
  readonly relay: RelayConfig;
  /** Undefined of a module, and of a relay that cannot be used. */
  readonly visit?: RelayVisit;
  /** Why it cannot be used, or why nobody could log in. */
  readonly fault?: RelayFault;
  /** The password, or a certificate of ours, is not here. */
  readonly secretFault?: LetterpressError;
  /** The certificate that it shows, when that is what is wrong. */
  readonly refusedCertificate?: ShownCertificate;
  readonly pace: PaceRules;
  /** Readers of the largest list. */
  readonly readers: number;
  /** Readers whose address needs SMTPUTF8. */
  readonly beyondAscii: number;
}

export interface LookAtRelay {
  readonly now: Instant;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readers: number;
  readonly beyondAscii: number;
}

/** Connects, logs in, asks and leaves. */
export async function lookAtRelay(
  config: Config,
  relay: RelayConfig,
  given: LookAtRelay,
): Promise<RelaySeen> {
  const { environment, ...known } = given;
  const seen = { ...known, relay, pace: config.pace };
  if ("module" in relay)
    return { ...seen, ...(await moduleFault({ ...relay, root: config.root, environment })) };
  const opened = await opening(relay, environment);
  const secretFault = opened.fault === undefined ? {} : { secretFault: opened.fault };
  if (opened.relay === undefined) return { ...seen, ...secretFault };
  return { ...seen, ...secretFault, ...(await visited(hurried(opened.relay))) };
}

async function visited(relay: Relay): Promise<Pick<RelaySeen, "visit" | "fault" | "refusedCertificate">> {
  try {
    return { visit: await visitRelay(relay) };
  } catch (fault) {
    if (!(fault instanceof RelayFault)) throw fault;
    // Who cannot log in can still see the rest.
    if (fault.stage === "auth") return { fault, ...(await visited(withoutLogin(relay))) };
    const refusedCertificate =
      fault.code === "transport/certificate" ? await shownCertificate(relay) : undefined;
    return { fault, ...(refusedCertificate === undefined ? {} : { refusedCertificate }) };
  }
}

/** The relay with its secrets, or without a login where they are not here. */
async function opening(
  relay: SmtpRelayConfig,
  environment: LookAtRelay["environment"],
): Promise<{ readonly relay?: Relay; readonly fault?: LetterpressError }> {
  try {
    return { relay: await openRelay(relay, environment) };
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    const { password: _, accessToken: __, ...open } = relay;
    return { fault, ...(relay.tls === undefined ? { relay: await openRelay(open, environment) } : {}) };
  }
}

async function moduleFault(relay: Parameters<typeof moduleTransport>[0]): Promise<Pick<RelaySeen, "fault">> {
  try {
    await (await moduleTransport(relay).open()).close();
    return {};
  } catch (fault) {
    if (fault instanceof RelayFault) return { fault };
    throw fault;
  }
}

/** A mailing has the patience of RFC 5321; somebody who waits at a terminal has not. */
function hurried(relay: Relay): Relay {
  const { timeouts } = relay;
  const within = (ms: number) => Math.min(ms, patienceMs);
  return {
    ...relay,
    timeouts: {
      ...timeouts,
      connectMs: within(timeouts.connectMs),
      greetingMs: within(timeouts.greetingMs),
      commandMs: within(timeouts.commandMs),
    },
  };
}

const patienceMs = 15_000;
