import { durationWords } from "../../base/duration-words.ts";
import { shownLink } from "../shown-link.ts";
import { type Examination, good, type Judged, problem, unseen, warning } from "../examination.ts";
import { certificateWords, judgeCertificate } from "../relay/link.ts";
import { type Answer, type AskFault, isAnswer } from "./ask.ts";
import { isCertificateFault, isOurs, type ServiceSeen } from "./look-at-service.ts";

export const reachable: Examination<ServiceSeen> = {
  id: "service/reachable",
  why: "While the service does not answer nobody can unsubscribe, and who cannot leave marks the mail as spam.",
  helps:
    "Start `npx letterpress serve`, and let the web server of the site hand its paths on (`npx letterpress docs serve`).",
  judge({ siteUrl, answers, fault }) {
    if (answers !== undefined) return [good(`${siteUrl} answers.`)];
    if (fault === undefined || isCertificateFault(fault)) return [];
    return [problem(`${siteUrl} does not answer: ${fault.why}.`)];
  },
};

export const certificate: Examination<ServiceSeen> = {
  id: "service/certificate",
  why: "Mail programs do not unsubscribe over a certificate that is over or for another name, and readers are warned of the page.",
  helps: "Renew the certificate of the web server; Caddy and certbot do it by themselves.",
  judge({ siteUrl, now, answers, fault, refusedCertificate }) {
    if (fault !== undefined && isCertificateFault(fault)) {
      const shown = refusedCertificate === undefined ? "" : ` It is ${certificateWords(refusedCertificate)}.`;
      return [problem(`The certificate of ${new URL(siteUrl).host} is refused (${fault.code}).${shown}`)];
    }
    return answers === undefined ? [] : [judgeCertificate(answers.oneClick.certificate, now)];
  },
};

export const oneClick: Examination<ServiceSeen> = {
  id: "service/one-click",
  why: "Gmail and Yahoo press the button for their readers by a POST (RFC 8058); what answers it with a redirect, a login or an error breaks their rules, and mail is refused for it.",
  helps:
    "Let the web server hand POSTs to /u/ on as they are: no redirect, no login, no check for a browser.",
  judge({ answers }) {
    if (answers === undefined) return [];
    const found = [
      judgePost(answers.oneClick, "A one-click POST"),
      judgePost(answers.multipart, "A one-click POST as a multipart form"),
    ];
    const bad = found.filter(({ verdict }) => verdict !== "good");
    return bad.length > 0 ? bad : found.slice(0, 1);
  },
};

function judgePost(answer: Answer | AskFault, what: string): Judged {
  if (!isAnswer(answer)) return problem(`${what} gets no answer: ${answer.why}.`);
  const { status, location } = answer;
  if (status >= 300 && status < 400)
    return problem(
      `${what} is sent on with ${status}${location === undefined ? "" : ` to ${shownLink(location)}`}; RFC 8058 forbids that.`,
      "siteUrl must be the address at which the service answers in the end, with www. or without, as the redirect says.",
    );
  if (status === 404 && isOurs(answer))
    return good(
      `${what} for a reader who does not exist is answered with 404, by the readers' service, without a redirect.`,
    );
  if (status === 404)
    return problem(
      `${what} is answered with 404 by something else than the readers' service.`,
      "The web server of the site does not hand /u/ on: see `npx letterpress docs serve`.",
    );
  if (status >= 200 && status < 300)
    return problem(
      `${what} for a reader who does not exist is answered with ${status}: something else than the readers' service says yes to everything.`,
    );
  if (status >= 500)
    return problem(
      `${what} is answered with ${status}.`,
      "Look into the log of serve and of the web server before it.",
    );
  return problem(`${what} is answered with ${status}: something stands before the service and refuses it.`);
}

export const get: Examination<ServiceSeen> = {
  id: "service/get",
  why: "Scanners of mail providers follow every link by GET and HEAD: if that unsubscribed, readers would be lost without a word.",
  helps: "Let nothing but the readers' service answer below /u/.",
  judge({ answers }) {
    if (answers === undefined) return [];
    const asked = [["GET", answers.get] as const, ["HEAD", answers.head] as const];
    const bad = asked.flatMap(([method, answer]) => {
      if (!isAnswer(answer))
        return [problem(`${method} of an unsubscribe link gets no answer: ${answer.why}.`)];
      const { status, location } = answer;
      if (status === 404 && isOurs(answer)) return [];
      const to = location === undefined ? "" : `, to ${shownLink(location)}`;
      return [
        warning(
          `${method} of the link of a reader who does not exist is answered with ${status}${to}, and not with the page of the readers' service.`,
        ),
      ];
    });
    return bad.length > 0
      ? bad
      : [
          good(
            "GET and HEAD of an unsubscribe link are answered with a page of the readers' service, which only its button changes anything by.",
          ),
        ];
  },
};

export const privacy: Examination<ServiceSeen> = {
  id: "service/private",
  why: "An answer that a web server or a network of caches keeps shows one reader the page of another, and the counts of /metrics are nobody's business.",
  helps:
    "Let the web server change no header of the service, keep no answer, and answer /metrics with 404 (`npx letterpress docs serve`).",
  judge({ answers }) {
    if (answers === undefined) return [];
    const { get: page, metrics } = answers;
    const found: Judged[] = [];
    const isPage = isAnswer(page) && isOurs(page);
    if (isPage) {
      const { "cache-control": cache = "", "referrer-policy": referrer = "" } = page.headers;
      if (!cache.includes("no-store"))
        found.push(
          problem(
            `The page of a reader's link says "Cache-Control: ${cache}" and not no-store: something on the way changes it.`,
          ),
        );
      if (referrer !== "no-referrer")
        found.push(
          problem(
            `The page of a reader's link says "Referrer-Policy: ${referrer}" and not no-referrer: other sites would learn the link.`,
          ),
        );
    }
    if (isAnswer(metrics) && metrics.status === 200 && metrics.body.includes("letterpress_service_"))
      found.push(warning("Everybody can read /metrics."));
    if (found.length > 0) return found;
    return isPage
      ? [good("Pages of readers are kept by nobody, and /metrics is not shown to everybody.")]
      : [unseen("No page of the readers' service was seen, so nobody knows what is kept of them.")];
  },
};

export const health: Examination<ServiceSeen> = {
  id: "service/health",
  why: "While the service cannot read its store, readers see an error and their leaving waits in the journal.",
  helps: "Look into the log of serve: the store is locked, gone or may not be read.",
  judge({ answers }) {
    if (answers === undefined) return [];
    const { health: answer } = answers;
    if (isAnswer(answer) && answer.status === 503)
      return [problem("/healthz answers with 503: the store cannot be read.")];
    if (isAnswer(answer) && answer.status === 200 && answer.body === "ok\n")
      return [good("/healthz says ok.")];
    if (isAnswer(answer) && answer.status < 300)
      return [unseen("/healthz is answered by something else than the readers' service.")];
    const why = isAnswer(answer) ? `it is answered with ${answer.status}` : answer.why;
    return [unseen(`/healthz is not handed on from outside (${why}); a monitor on that machine may ask it.`)];
  },
};

export const clock: Examination<ServiceSeen> = {
  id: "service/clock",
  why: "Two machines whose clocks differ do not agree on what came first: a sign-up, a departure, a pause.",
  helps:
    "Set the clock of this machine and of the service's, and let them be kept right: timedatectl set-ntp true",
  judge({ answers }) {
    const clocks = answers?.oneClick.clocks;
    if (clocks === undefined) return [];
    const { theirs, ours } = clocks;
    const off = ours - theirs;
    if (Math.abs(off) < smallMs) return [good("Its clock and that of this machine agree.")];
    const says = `The clock of this machine is ${durationWords(Math.abs(off))} ${off > 0 ? "ahead of" : "behind"} that of the site.`;
    return [Math.abs(off) < largeMs ? warning(says) : problem(says)];
  },
};

/** The header Date has whole seconds, and an answer takes its time. */
const smallMs = 10_000;
const largeMs = 5 * 60_000;
