import { type RequestOptions, request } from "node:https";
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
}

/** One request, on a connection of its own. Redirects are not followed. */
export function ask(
  url: URL,
  given: { readonly method: "GET" | "HEAD" | "POST"; readonly type?: string; readonly body?: string },
  { clock, lookup }: AskOptions,
): Promise<Answer | AskFault> {
  const { method, type, body = "" } = given;
  const headers = {
    "User-Agent": "Letterpress doctor",
    ...(type === undefined ? {} : { "Content-Type": type, "Content-Length": Buffer.byteLength(body) }),
  };
  return new Promise((resolve) => {
    const sent = request(url, {
      method,
      headers,
      agent: false,
      timeout: patienceMs,
      ...(lookup === undefined ? {} : { lookup }),
    });
    const giveUp = setTimeout(() => sent.destroy(late()), patienceMs);
    const end = (result: Answer | AskFault) => {
      clearTimeout(giveUp);
      resolve(result);
      sent.destroy();
    };
    sent.once("error", (fault) => end({ code: systemCode(fault) ?? "", why: faultText(fault) }));
    sent.once("response", (response) => {
      const ours = clock.now();
      const certificate = toCertificate(certificateOf(response.socket));
      let text = "";
      const done = () => {
        const theirs = parseMailDate(response.headers.date ?? "");
        const { location } = response.headers;
        end({
          status: response.statusCode ?? 0,
          ...(location === undefined ? {} : { location }),
          headers: plainHeaders(response.headers),
          body: text,
          ...(theirs === undefined ? {} : { clocks: { theirs, ours } }),
          certificate,
        });
      };
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > mostBody) done();
      });
      response.once("end", done);
      response.once("error", (fault) => end({ code: systemCode(fault) ?? "", why: faultText(fault) }));
    });
    sent.end(body);
  });
}

/** The certificate of a server that was refused for it. Nothing is sent over the connection. */
export function refusedCertificate(url: URL, { lookup }: AskOptions): Promise<ShownCertificate | undefined> {
  const host = url.hostname;
  return new Promise((resolve) => {
    const socket = connect({
      host,
      servername: host,
      port: Number(url.port || 443),
      rejectUnauthorized: false,
      timeout: patienceMs,
      ...(lookup === undefined ? {} : { lookup }),
    });
    const end = (found: ShownCertificate | undefined) => {
      resolve(found);
      socket.destroy();
    };
    socket.once("secureConnect", () => end(toCertificate(socket.getPeerCertificate())));
    socket.once("timeout", () => end(undefined));
    socket.once("error", () => end(undefined));
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

function late(): Error {
  return Object.assign(new Error("there was no answer in time"), { code: "ETIMEDOUT" });
}

const patienceMs = 15_000;
const mostBody = 16 * 1024;
