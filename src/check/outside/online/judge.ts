import type { RuleHead } from "../../../model/rule.ts";
import type { Finding } from "../../rule.ts";
import type { Answer } from "./answer.ts";
import type { Linked } from "./linked.ts";
import { linkBroken } from "./rules/link-broken.ts";
import { linkElsewhere } from "./rules/link-elsewhere.ts";
import { linkMoved } from "./rules/link-moved.ts";
import { linkPrivate } from "./rules/link-private.ts";
import { pictureOnline } from "./rules/picture-online.ts";

/** What an answer says of an address. `unclear`: of some sites a program learns nothing. */
export type Judgement =
  | { readonly status: "good" }
  | { readonly status: "unclear"; readonly why: string }
  | ({ readonly status: "bad"; readonly rule: RuleHead } & Pick<Finding, "message" | "remedy">);

/** One megabyte: a second on a good phone line, and more than any width of a mail needs. */
const heavyBytes = 1024 * 1024;

export function judge({ url, kind }: Pick<Linked, "url" | "kind">, answer: Answer): Judgement {
  const what = `the ${kind} ${url}`;
  const bad = (rule: RuleHead, message: string, remedy: string): Judgement => ({
    status: "bad",
    rule,
    message,
    remedy,
  });
  if (answer.status === "circle")
    return bad(linkBroken, `${what} is led on in a circle and ends nowhere.`, seeForYourself);
  if (answer.status === "unreachable") {
    if (answer.fault === "unclear") return { status: "unclear", why: answer.words };
    const through = answer.url === url ? "" : `, which leads on to ${answer.url}`;
    if (answer.fault === "private") {
      const message = `${what}${through} is on your own network (${answer.words}).`;
      return bad(linkPrivate, message, "Write an address that everybody can reach.");
    }
    return bad(linkBroken, `${what}${through} does not work: ${answer.words}.`, seeForYourself);
  }
  const { code } = answer;
  if (code === 404 || code === 410)
    return bad(linkBroken, `${what} is not there: the site answers with ${code}.`, correct);
  if (code >= 500 && code !== 503 && code !== 999)
    return bad(linkBroken, `${what} shows a fault: the site answers with ${code}.`, tryAgain);
  if (code >= 400) return { status: "unclear", why: `the site answers programs with ${code}` };
  return kind === "picture" ? ofPicture(what, answer) : ofPage(what, url, answer);
}

type Answered = Extract<Answer, { status: "answered" }>;

function ofPicture(what: string, { contentType, bytes = 0 }: Answered): Judgement {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type !== undefined && !/^image\/|^application\/octet-stream$/.test(type)) {
    const message = `${what} is no picture: the site sends ${type}.`;
    return {
      status: "bad",
      rule: pictureOnline,
      message,
      remedy: "Write the address of the picture itself.",
    };
  }
  if (bytes <= heavyBytes) return { status: "good" };
  const message = `${what} has ${(bytes / 1024 / 1024).toFixed(1)} MB, which every reader loads.`;
  return { status: "bad", rule: pictureOnline, message, remedy: "Show a smaller one, below 1 MB." };
}

function ofPage(what: string, url: string, { url: end, movedTo }: Answered): Judgement {
  const place = elsewhere(new URL(url), new URL(end));
  if (place !== undefined) {
    const message = `${what} ends at ${end}, ${place}.`;
    return { status: "bad", rule: linkElsewhere, message, remedy: seeForYourself };
  }
  if (isSamePlace(url, movedTo)) return { status: "good" };
  const message = `${what} has moved for good.`;
  return { status: "bad", rule: linkMoved, message, remedy: `Write ${movedTo}` };
}

/** What stands where a page should be, if it is somewhere else. */
function elsewhere(from: URL, to: URL): string | undefined {
  if (/^consent\./.test(to.hostname)) return undefined;
  const isLogin = (url: URL) =>
    /^(?:login|signin|accounts|auth|sso)\./.test(url.hostname) ||
    /\/(?:log-?in|sign-?in|auth|sso)(?:[/.]|$)/i.test(url.pathname);
  if (isLogin(to) && !isLogin(from)) return "where people log in";
  const isFront = (url: URL) => /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?|index\.\w+)?$/i.test(url.pathname);
  const isHome = isFront(to) && to.search === "" && !isFront(from);
  // A short link leads to wherever it says.
  return isHome && bareHost(to.hostname) === bareHost(from.hostname) ? "the front page" : undefined;
}

/** The host of one site, with and without www: nothing of who owns it. */
function bareHost(host: string): string {
  return host.replace(/^www\./, "");
}

/** A slash at the end, or www. before the name, is nothing that an editor has to mend. */
function isSamePlace(one: string, other: string): boolean {
  const plain = (url: string) => {
    const { protocol, host, pathname, search } = new URL(url);
    return `${protocol}${bareHost(host)}${pathname.replace(/\/$/, "")}${search}`;
  };
  return plain(one) === plain(other);
}

const correct = "Correct the address, or take it out.";
const seeForYourself = "Open it in a browser, and correct the address.";
const tryAgain = "Look again later, and before you send.";
