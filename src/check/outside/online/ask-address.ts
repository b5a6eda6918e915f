import type { Answer } from "./answer.ts";
import { type Asking, type Reply, request } from "./request.ts";

/** Lets a request go when its host may be asked; `host` is a name and a port. */
export type Turn = (host: string, act: () => Promise<Reply>) => Promise<Reply>;

/** Browsers follow 20; who needs more than 10 never ends. */
const mostRedirects = 10;

/**
 * Asks for an address and for whatever it leads on to. Cookies are kept on the way, as a browser would: some sites lead
 * who has none in a circle.
 */
export async function askAddress(address: string, asking: Asking, turn: Turn): Promise<Answer> {
  const seen = new Set<string>();
  const cookies = new Map<string, Map<string, string>>();
  let url = new URL(address);
  let movedTo = address;
  let isForGood = true;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const jar = cookies.get(url.host) ?? new Map<string, string>();
    cookies.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const visit = `${url.href} ${cookie}`;
    if (seen.has(visit)) break;
    seen.add(visit);
    const reply = await headThenGet(url, cookie, asking, turn);
    if (reply.status === "unreachable") return { ...reply, url: url.href };
    for (const one of reply.cookies) jar.set(one.split("=")[0] ?? "", one.slice(one.indexOf("=") + 1));
    const next = redirectOf(url, reply);
    if (next === undefined) return answered(url, movedTo, reply);
    isForGood &&= reply.code === 301 || reply.code === 308;
    if (isForGood) movedTo = next.href;
    const why = asking.whyUnasked(next.href);
    if (why !== undefined) {
      const words = `the site leads on to ${next.href}, and ${why}`;
      return { status: "unreachable", fault: "unclear", words, url: next.href };
    }
    url = next;
  }
  return { status: "circle", url: url.href };
}

/**
 * Many servers answer HEAD wrongly, so only a good answer to it counts; and who hangs up or says nothing gets a second
 * chance.
 */
async function headThenGet(url: URL, cookie: string, asking: Asking, turn: Turn): Promise<Reply> {
  const ask = (method: "HEAD" | "GET") => turn(url.host, () => request(url, method, cookie, asking));
  const first = await ask("HEAD");
  const isFinal =
    first.status === "replied" ? first.code < 400 : ["name", "certificate", "private"].includes(first.fault);
  return isFinal ? first : ask("GET");
}

function redirectOf(url: URL, { code, location }: Extract<Reply, { status: "replied" }>): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(code) || location === undefined) return undefined;
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  return next !== undefined && /^https?:$/.test(next.protocol) ? next : undefined;
}

function answered(url: URL, movedTo: string, reply: Extract<Reply, { status: "replied" }>): Answer {
  const { code, contentType, bytes } = reply;
  return {
    status: "answered",
    code,
    url: url.href,
    movedTo,
    ...(contentType === undefined ? {} : { contentType }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}
