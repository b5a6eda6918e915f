import { type RequestOptions, request } from "node:https";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { type Clock, type Instant, parseMailDate } from "../../base/clock.ts";
import { faultText, systemCode } from "../../base/errors.ts";
import { type ShownCertificate, toCertificate } from "../../transport/shown-certificate.ts";

/** What the service said to one request. */
export interface Answer {
  readonly status: number;
  /** Where it would send us; nobody goes there. */
  readonly location?: string;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first few KB. */
  readonly body: string;
  /** Its clock, and ours at that moment. */
  readonly clocks?: { readonly theirs: Instant; readonly ours: Instant };
  readonly certificate: ShownCertificate;
}

/** Why nobody answered. */
export interface AskFault {
  readonly code: string;
  readonly why: string;
}

export interface AskOptions {
  readonly clock: Clock;
  /** How names are looked up; as this machine does it when left out. */
  readonly lookup?: RequestOptions["lookup"];
  /** How long an answer may take in all; 15 seconds when left out. */
  readonly patienceMs?: number;
}

/**
 * One request, on a connection of its own. Redirects are not followed. Whatever comes back, and when nothing does,
 * there is a result: after an answer that switches to another protocol Node only closes the connection, without an
 * error.
 */
export function ask(
  url: URL,
  given: { readonly method: "GET" | "HEAD" | "POST"; readonly type?: string; readonly body?: string },
  { clock, lookup, patienceMs = usualPatienceMs }: AskOptions,
): Promise<Answer | AskFault> {
  const { method, type, body = "" } = given;
  const headers = {
    "User-Agent": "Letterpress doctor",
    ...(type === undefined ? {} : { "Content-Type": type, "Content-Length": Buffer.byteLength(body) }),
  };
  return new Promise((resolve) => {
    const sent = request(url, { method, headers, agent: false, ...(lookup === undefined ? {} : { lookup }) });
    const end = (result: Answer | AskFault) => {
      clearTimeout(giveUp);
      resolve(result);
      sent.destroy();
    };
    const failed = (fault: unknown) => end({ code: systemCode(fault) ?? "", why: faultText(fault) });
    const giveUp = setTimeout(
      () => end({ code: "ETIMEDOUT", why: "there was no answer in time" }),
      patienceMs,
    );
    sent.once("upgrade", () => end(otherProtocol));
    sent.once("response", (response) => {
      sent.removeListener("close", hungUp);
      read(response, clock, end, failed);
    });
    const hungUp = () => end({ code: "ECONNRESET", why: "the connection was closed before an answer" });
    sent.on("error", failed);
    sent.once("close", hungUp);
    sent.end(body);
  });
}

const otherProtocol = { code: "EPROTO", why: "its answer (101) changes to another protocol" } as const;

type Response = Parameters<NonNullable<Parameters<typeof request>[2]>>[0];

function read(
  response: Response,
  clock: Clock,
  end: (answer: Answer) => void,
  failed: (fault: unknown) => void,
): void {
  const ours = clock.now();
  const certificate = toCertificate(certificateOf(response.socket));
  const { statusCode: status = 0, headers } = response;
  const theirs = parseMailDate(headers.date ?? "");
  let body = "";
  const done = () =>
    end({
      status,
      ...(headers.location === undefined ? {} : { location: headers.location }),
      headers: plainHeaders(headers),
      body,
      ...(theirs === undefined ? {} : { clocks: { theirs, ours } }),
      certificate,
    });
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    body += chunk;
    if (body.length > mostBody) done();
  });
  response.once("end", done);
  response.on("error", failed);
  response.once("close", () => failed(new Error("the connection was closed in the middle of the answer")));
}

/** The certificate of a server that was refused for it. Nothing is sent over the connection. */
export function refusedCertificate(
  url: URL,
  { lookup, patienceMs = usualPatienceMs }: AskOptions,
): Promise<ShownCertificate | undefined> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return new Promise((resolve) => {
    const socket = connect({
      host,
      // Only names may stand there (RFC 6066 section 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      port: Number(url.port || 443),
      rejectUnauthorized: false,
      ...(lookup === undefined ? {} : { lookup }),
    });
    const giveUp = setTimeout(() => socket.destroy(), patienceMs);
    const end = (found: ShownCertificate | undefined) => {
      clearTimeout(giveUp);
      resolve(found);
      socket.destroy();
    };
    socket.once("secureConnect", () => end(toCertificate(socket.getPeerCertificate())));
    socket.on("error", () => end(undefined));
    socket.once("close", () => end(undefined));
  });
}

export function isAnswer(result: Answer | AskFault): result is Answer {
  return "status" in result;
}

function certificateOf(socket: object): Parameters<typeof toCertificate>[0] {
  return (socket as { getPeerCertificate(): Parameters<typeof toCertificate>[0] }).getPeerCertificate();
}

function plainHeaders(headers: NodeJS.Dict<string | string[]>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

const usualPatienceMs = 15_000;
const mostBody = 16 * 1024;
