import { isUtf8 } from "node:buffer";
import { type LookupAddress, lookup } from "node:dns";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { systemCode } from "../../../base/errors.ts";
import { printable } from "../../../base/printable.ts";
import { isPrivateAddress } from "../../../base/private-address.ts";

/** Who asks, and how long. */
export interface Asking {
  readonly userAgent: string;
  readonly timeoutMs: number;
  /** Machines of one's own network are asked too. */
  readonly intranet: boolean;
  /** Why an address that a site leads on to is not asked, in words that finish "and"; undefined when it can be. */
  whyUnasked(url: string): string | undefined;
}

/**
 * Why nobody answered. `unclear` says nothing of the address: the answer was none, or this machine cannot look names
 * up.
 */
export const faults = ["name", "certificate", "private", "silent", "connection", "unclear"] as const;
export type Fault = (typeof faults)[number];

/** What one request came to. */
export type Reply =
  | {
      readonly status: "replied";
      readonly code: number;
      readonly location?: string;
      readonly cookies: readonly string[];
      readonly contentType?: string;
      readonly bytes?: number;
    }
  | { readonly status: "unreachable"; readonly fault: Fault; readonly words: string };

/**
 * One request, of which only the head of the answer is read. Whoever the name leads to, no machine of one's own network
 * is spoken to: that is looked at when the name has been looked up, not before.
 */
export function request(
  url: URL,
  method: "HEAD" | "GET",
  cookie: string,
  { userAgent, timeoutMs, intranet }: Omit<Asking, "whyUnasked">,
): Promise<Reply> {
  if (!intranet && isPrivateAddress(url.hostname)) return Promise.resolve(isPrivate(url.hostname));
  const open = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = {
    "user-agent": userAgent,
    accept: "*/*",
    ...(cookie === "" ? {} : { cookie }),
  };
  return new Promise((resolve) => {
    const end = (reply: Reply) => {
      resolve(reply);
      asked.destroy();
    };
    const signal = AbortSignal.timeout(timeoutMs);
    const asked = open(url, {
      method,
      headers,
      agent: false,
      signal,
      maxHeaderSize: 64 * 1024,
      ...(intranet ? {} : { lookup: publicLookup }),
    });
    asked.once("response", (response) => end(replyOf(response)));
    // Who was not asked for another protocol and changes to it has not answered: Node hangs up, and says nothing.
    asked.once("upgrade", (_, socket) => {
      socket.destroy();
      resolve(unreachable(new Error("it changed to another protocol")));
    });
    asked.on("error", (fault) => resolve(signal.aborted ? silent(timeoutMs) : unreachable(fault)));
    asked.once("close", () => resolve(unreachable(new Error("the site hung up"))));
    asked.end();
  });
}

function replyOf({ statusCode = 0, headers }: IncomingMessage): Reply {
  const bytes = Number(headers["content-length"] ?? Number.NaN);
  return {
    status: "replied",
    code: statusCode,
    cookies: (headers["set-cookie"] ?? []).map((one) => one.split(";")[0] ?? ""),
    ...(headers.location === undefined ? {} : { location: asUtf8(headers.location) }),
    ...(headers["content-type"] === undefined ? {} : { contentType: printable(headers["content-type"]) }),
    ...(Number.isSafeInteger(bytes) ? { bytes } : {}),
  };
}

/** Node reads headers as Latin-1; browsers take an address in one for UTF-8 when it is. */
function asUtf8(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString() : value;
}

const privateCode = "LETTERPRESS_PRIVATE";

/** As Node looks names up, without the addresses that no reader reaches. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (fault, found: LookupAddress[]) => {
    if (fault !== null) return done(fault, "");
    const open = found.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined)
      return done(Object.assign(new Error(found[0]?.address ?? "nothing"), { code: privateCode }), "");
    if (options.all === true) return done(null, open);
    done(null, first.address, first.family);
  });
};

function isPrivate(address: string): Reply {
  return { status: "unreachable", fault: "private", words: address };
}

function silent(timeoutMs: number): Reply {
  const words = `no answer came within ${Math.ceil(timeoutMs / 1000)} seconds`;
  return { status: "unreachable", fault: "silent", words };
}

function unreachable(thrown: Error): Reply {
  const code = systemCode(thrown) ?? "";
  if (code === privateCode) return isPrivate(thrown.message);
  const [fault, words] = faultOf(code, thrown.message);
  return { status: "unreachable", fault, words };
}

function faultOf(code: string, message: string): readonly [Fault, string] {
  switch (code) {
    case "ENOTFOUND":
    case "ENODATA":
      return ["name", "there is no site of this name"];
    case "EAI_AGAIN":
    case "ENETUNREACH":
      return ["unclear", "this machine could not look the name up, or has no way there"];
    case "ECONNREFUSED":
      return ["connection", "the site takes no connections"];
    case "ECONNRESET":
    case "EPIPE":
      return ["connection", "the site hung up"];
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
      return ["silent", "the site cannot be reached"];
    case "CERT_HAS_EXPIRED":
      return ["certificate", "its certificate has run out"];
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return ["certificate", "its certificate is for another name"];
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return [
        "certificate",
        "nobody whom browsers know has signed its certificate, or it does not show who has",
      ];
    default:
      return /^(?:CERT_|ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)
        ? ["certificate", "no encrypted connection could be agreed on with it"]
        : ["unclear", `its answer could not be read (${code || message})`];
  }
}
