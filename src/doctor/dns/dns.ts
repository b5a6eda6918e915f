import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { LetterpressError, systemCode } from "../../base/errors.ts";

/**
 * What DNS says to one question. `unanswered` is not "no": nobody could be asked, or the servers of the domain are
 * broken; `isSilence`: nobody said anything.
 */
export type DnsAnswer<Value> =
  | { readonly status: "found"; readonly values: readonly Value[] }
  /** `nothing`: the name is there and has no such record; `no-name`: there is no such name. */
  | { readonly status: "nothing" | "no-name" }
  | {
      readonly status: "unanswered";
      readonly why: string;
      readonly isBroken: boolean;
      readonly isSilence?: boolean;
    };

export interface MxRecord {
  readonly priority: number;
  /** Empty for the root: the domain takes no mail (RFC 7505). */
  readonly exchange: string;
}

/** DNS as the examinations ask it. The same question is asked once. */
export interface Dns {
  /** Each record as one text, its strings joined without a space (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2). */
  txt(name: string): Promise<DnsAnswer<string>>;
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  a(name: string): Promise<DnsAnswer<string>>;
  aaaa(name: string): Promise<DnsAnswer<string>>;
  /** Who is asked, for people. */
  readonly servers: readonly string[];
  /** Why nobody is asked any more; undefined while the servers answer. */
  silence(): string | undefined;
}

/**
 * `servers` are `192.0.2.53` or `127.0.0.1:5353`; those of this machine when there are none. Throws LetterpressError
 * for others.
 */
export function openDns(servers: readonly string[] = []): Dns {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  for (const server of servers) if (!isServer(server)) throw noServer(server);
  if (servers.length > 0) resolver.setServers(servers);
  const asked = resolver.getServers();
  const { once, silence } = questions(asked, () => resolver.cancel());
  return {
    servers: asked,
    silence,
    txt: once(async (name) => (await resolver.resolveTxt(name)).map((strings) => strings.join(""))),
    mx: once(async (name) =>
      (await resolver.resolveMx(name))
        .map(({ priority, exchange }) => ({
          priority,
          exchange: exchange === "." ? "" : exchange.toLowerCase(),
        }))
        .sort((one, other) => one.priority - other.priority),
    ),
    a: once((name) => resolver.resolve4(name)),
    aaaa: once((name) => resolver.resolve6(name)),
  };
}

/** The addresses of a name, of both kinds; the fault of the first kind when neither is found. */
export async function addressesOf(dns: Dns, name: string): Promise<DnsAnswer<string>> {
  if (isIP(name) !== 0) return { status: "found", values: [name] };
  const [four, six] = await Promise.all([dns.a(name), dns.aaaa(name)]);
  const values = [...valuesOf(four), ...valuesOf(six)];
  return values.length > 0 ? { status: "found", values } : four;
}

export function valuesOf<Value>(answer: DnsAnswer<Value>): readonly Value[] {
  return answer.status === "found" ? answer.values : [];
}

/** Names are looked up with `dns`, in the shape that node:net and node:tls take. */
export function lookupThrough(dns: Dns) {
  return (
    name: string,
    options: { readonly all?: boolean | undefined },
    done: (
      fault: Error | null,
      found: string | { address: string; family: number }[],
      family?: number,
    ) => void,
  ): void => {
    void addressesOf(dns, name).then((answer) => {
      const found = valuesOf(answer).map((address) => ({ address, family: isIP(address) }));
      const [first] = found;
      if (first === undefined)
        done(Object.assign(new Error(`no address of ${name}`), { code: "ENOTFOUND" }), "");
      else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}

/**
 * Asks each question once, and gives up on servers that never answer: a newsletter has dozens of questions, and each
 * would wait in vain. `cancel` ends those that are under way.
 */
function questions(servers: readonly string[], cancel: () => void) {
  let hasAnswered = false;
  let failures = 0;
  let givenUp: string | undefined;
  const answered = async <Value>(ask: () => Promise<readonly Value[]>): Promise<DnsAnswer<Value>> => {
    if (givenUp !== undefined) return { status: "unanswered", why: givenUp, isBroken: false };
    const answer = await toAnswer(ask, servers);
    if (answer.status !== "unanswered" || !answer.isSilence) {
      hasAnswered = true;
      return answer;
    }
    failures += 1;
    if (!hasAnswered && failures >= mostFailures && givenUp === undefined) {
      givenUp = answer.why;
      cancel();
    }
    return answer;
  };
  const once = <Value>(ask: (name: string) => Promise<readonly Value[]>) => {
    const asked = new Map<string, Promise<DnsAnswer<Value>>>();
    return (name: string): Promise<DnsAnswer<Value>> => {
      const key = name.toLowerCase().replace(/\.$/, "");
      const answer = asked.get(key) ?? answered(() => ask(key));
      asked.set(key, answer);
      return answer;
    };
  };
  return { once, silence: () => givenUp };
}

const mostFailures = 3;

async function toAnswer<Value>(
  ask: () => Promise<readonly Value[]>,
  servers: readonly string[],
): Promise<DnsAnswer<Value>> {
  try {
    const values = await ask();
    return values.length > 0 ? { status: "found", values } : { status: "nothing" };
  } catch (fault) {
    const code = systemCode(fault) ?? "";
    if (code === "ENODATA") return { status: "nothing" };
    if (code === "ENOTFOUND" || code === "EBADNAME") return { status: "no-name" };
    const why = code === "ECONNREFUSED" ? `nobody answers at ${servers.join(" or ")}` : (whys[code] ?? code);
    return { status: "unanswered", why, isBroken: code === "ESERVFAIL", isSilence: silences.has(code) };
  }
}

const silences: ReadonlySet<string> = new Set(["ETIMEOUT", "ECONNREFUSED", "ECANCELLED"]);

const whys: Readonly<Record<string, string>> = {
  ESERVFAIL: "the servers of the domain do not answer as they should (SERVFAIL)",
  ETIMEOUT: "there was no answer in time",
  ECANCELLED: "there was no answer in time",
  EREFUSED: "the DNS server refuses to answer",
  EBADRESP: "the answer of the DNS server cannot be read",
  EFORMERR: "the DNS server cannot read the question (FORMERR)",
  ENOTIMP: "the DNS server does not know such questions (NOTIMP)",
};

function isServer(written: string): boolean {
  const [, six, sixPort, four = written, fourPort] =
    /^\[(.+)\](?::(\d{1,5}))?$|^([\d.]+)(?::(\d{1,5}))?$/.exec(written) ?? [];
  const port = Number(sixPort ?? fourPort ?? 53);
  return isIP(six ?? four) !== 0 && port >= 1 && port <= 65_535;
}

function noServer(written: string): LetterpressError {
  return new LetterpressError(
    "use/resolver",
    `"${written}" is not a DNS server.`,
    "Write its address, with its port when that is not 53: 192.0.2.53, 127.0.0.1:5353 or [2001:db8::53]:53.",
  );
}
