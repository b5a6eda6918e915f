import { TLSSocket } from "node:tls";
import { type Relay, tlsVersions } from "../model/relay.ts";
import { askExtensions, type Connected, connectTo } from "./smtp-connection.ts";
import { type ShownCertificate, toCertificate } from "./shown-certificate.ts";
import { RelayFault } from "./transport.ts";

/** What a relay shows to who comes, logs in, asks a little and leaves. No message is handed over. */
export interface RelayVisit {
  /** The lines of its answer to EHLO: `SIZE 10240000`, `PIPELINING` … */
  readonly extensions: readonly string[];
  /** Undefined where the link is plain text. */
  readonly tls?: {
    readonly version: string;
    readonly cipher: string;
    readonly certificate: ShownCertificate;
  };
  /** The forms of TLS that it was found to speak; none where the link is plain text. */
  readonly versions: readonly string[];
  /** What an answer to NOOP took, several times, in ms. */
  readonly roundTripsMs: readonly number[];
  /**
   * Where the link was lost while it was only asked: it hung up, or said what is no SMTP. Undefined when it stayed to
   * the end.
   */
  readonly brokenOffAt?: "EHLO" | "NOOP";
}

/** Throws a RelayFault when the relay cannot be used. */
export async function visitRelay(relay: Relay): Promise<RelayVisit> {
  const connected = await connectTo(relay);
  const { link, socket } = connected;
  const tls = shownTls(socket);
  try {
    const offered = await askExtensions(connected, relay);
    const roundTripsMs = await measureRoundTrips(connected, relay);
    link.write("QUIT\r\n");
    await link.reply(goodbyeMs, "there was no answer to QUIT");
    const isWhole = roundTripsMs.length === asked;
    return {
      extensions: offered ?? connected.knownExtensions,
      roundTripsMs,
      ...(isWhole ? {} : { brokenOffAt: offered === undefined ? "EHLO" : "NOOP" }),
      ...(tls === undefined ? {} : { tls }),
      versions: tls === undefined ? [] : await spokenVersions(relay, tls.version),
    };
  } finally {
    link.lose("we closed the connection");
  }
}

/** The certificate that a relay shows, whatever is wrong with it: no password goes over such a connection. */
export async function shownCertificate(relay: Relay): Promise<ShownCertificate | undefined> {
  try {
    const { link, socket } = await connectTo(withoutLogin(relay), undefined, { rejectUnauthorized: false });
    const shown = shownTls(socket)?.certificate;
    link.lose("we closed the connection");
    return shown;
  } catch (fault) {
    if (fault instanceof RelayFault) return undefined;
    throw fault;
  }
}

export function withoutLogin({ auth: _, ...relay }: Relay): Relay {
  return relay;
}

/** The first answer is left out: it may wait for what a new connection does once. */
async function measureRoundTrips({ link }: Connected, relay: Relay): Promise<readonly number[]> {
  const { commandMs } = relay.timeouts;
  const measured: number[] = [];
  for (let count = 0; count <= asked; count += 1) {
    const start = performance.now();
    link.write("NOOP\r\n");
    const reply = await link.reply(commandMs, `there was no answer to NOOP within ${commandMs} ms`);
    if (reply === undefined) break;
    if (count > 0) measured.push(performance.now() - start);
  }
  return measured;
}

async function spokenVersions(relay: Relay, used: string): Promise<readonly string[]> {
  const spoken: string[] = [];
  for (const version of tlsVersions)
    if (version === used || (await speaks(relay, version))) spoken.push(version);
  return spoken;
}

async function speaks(relay: Relay, version: (typeof tlsVersions)[number]): Promise<boolean> {
  try {
    const look = { minVersion: version, maxVersion: version };
    (await connectTo(withoutLogin(relay), undefined, look)).link.lose("we closed the connection");
    return true;
  } catch (fault) {
    if (fault instanceof RelayFault) return false;
    throw fault;
  }
}

function shownTls(socket: Connected["socket"]): RelayVisit["tls"] {
  if (!(socket instanceof TLSSocket)) return undefined;
  const shown = socket.getPeerCertificate();
  return {
    version: socket.getProtocol() ?? "",
    cipher: socket.getCipher().standardName,
    certificate: toCertificate(shown),
  };
}

const asked = 7;
const goodbyeMs = 2_000;
