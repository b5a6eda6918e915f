import type { Instant } from "../../base/clock.ts";
import { subscriptionToken } from "../../base/subscription-token.ts";
import type { ShownCertificate } from "../../transport/shown-certificate.ts";
import { type Answer, type AskFault, type AskOptions, ask, isAnswer, refusedCertificate } from "./ask.ts";

/** What the readers' service says to somebody whose links open nothing. */
export interface ServiceSeen {
  readonly siteUrl: string;
  readonly now: Instant;
  /** Undefined when nobody answers. */
  readonly answers?: ServiceAnswers;
  readonly fault?: AskFault;
  /** The certificate that it shows, when that is what is wrong. */
  readonly refusedCertificate?: ShownCertificate;
}

export interface ServiceAnswers {
  /** A one-click POST as most mail programs send it, and as a multipart form (RFC 8058 section 3.1). */
  readonly oneClick: Answer;
  readonly multipart: Answer | AskFault;
  readonly get: Answer | AskFault;
  readonly head: Answer | AskFault;
  readonly health: Answer | AskFault;
  readonly metrics: Answer | AskFault;
}

/** Asks for links of readers that do not exist: 130 random bits are nobody's. */
export async function lookAtService(siteUrl: string, options: AskOptions): Promise<ServiceSeen> {
  const seen = { siteUrl, now: options.clock.now() };
  const link = () => new URL(`${siteUrl}/u/${subscriptionToken()}`);
  const beside = (path: string) => new URL(path, new URL(siteUrl).origin);
  const oneClick = await ask(
    link(),
    { method: "POST", type: urlencoded, body: "List-Unsubscribe=One-Click" },
    options,
  );
  if (!isAnswer(oneClick)) {
    const shown = isCertificateFault(oneClick) ? await refusedCertificate(link(), options) : undefined;
    return { ...seen, fault: oneClick, ...(shown === undefined ? {} : { refusedCertificate: shown }) };
  }
  const [multipart, get, head, health, metrics] = await Promise.all([
    ask(
      link(),
      { method: "POST", type: `multipart/form-data; boundary=${boundary}`, body: multipartBody },
      options,
    ),
    ask(link(), { method: "GET" }, options),
    ask(link(), { method: "HEAD" }, options),
    ask(beside("/healthz"), { method: "GET" }, options),
    ask(beside("/metrics"), { method: "GET" }, options),
  ]);
  return { ...seen, answers: { oneClick, multipart, get, head, health, metrics } };
}

export function isCertificateFault({ code }: AskFault): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/.test(code);
}

/** Whether it is the readers' service that answered, and not the web server before it: nothing else sends these two. */
export function isOurs({ headers }: Answer): boolean {
  const { "content-security-policy": policy = "", "x-robots-tag": robots = "" } = headers;
  return policy.startsWith("default-src 'none'") && robots.includes("noindex");
}

const urlencoded = "application/x-www-form-urlencoded";
const boundary = "letterpress-doctor";
const multipartBody = [
  `--${boundary}`,
  'Content-Disposition: form-data; name="List-Unsubscribe"',
  "",
  "One-Click",
  `--${boundary}--`,
  "",
].join("\r\n");
