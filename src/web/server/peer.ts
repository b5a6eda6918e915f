import { BlockList, isIP } from "node:net";
import type { Context } from "hono";

/** What node:http hands over with a request; tests give the same to `app.request`. */
export interface PeerEnv {
  readonly Bindings: {
    readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } };
  };
}

/** Whether an address lies in one of some networks (`10.0.0.0/8`, `::1`). */
export function networkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits] = network.split("/");
    const family = isIP(base) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(base, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Who is connected to us: a reader, or the proxy before us. */
export function peerOf(context: Context<PeerEnv>): string | undefined {
  return plainAddress(context.env?.incoming?.socket?.remoteAddress ?? "");
}

/**
 * The address of the reader: of the peer, or, where that is one of our proxies, the last address in X-Forwarded-For
 * that is none. Whoever is no proxy of ours can write into that header what they like, so from anybody else it is not
 * read.
 */
export function readerAddress(
  context: Context<PeerEnv>,
  isProxy: (address: string) => boolean,
): string | undefined {
  let address = peerOf(context);
  const passed = (context.req.header("x-forwarded-for") ?? "").split(",").reverse();
  for (const one of passed) {
    if (address === undefined || !isProxy(address)) break;
    const next = plainAddress(one.trim());
    if (next === undefined) break;
    address = next;
  }
  return address;
}

/** The network of an address, and no more of it: `192.0.2.0/24`, `2001:db8:1::/48`. */
export function networkOf(address: string): string {
  if (isIP(address) === 4) return `${address.split(".").slice(0, 3).join(".")}.0/24`;
  const [head = "", tail = ""] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const gap = address.includes("::")
    ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0")
    : [];
  const groups = [...left, ...gap, ...right].slice(0, 3).map((one) => Number.parseInt(one, 16).toString(16));
  return `${groups.join(":")}::/48`;
}

/**
 * Without a zone, a port of IPv4, brackets, or the prefix of an IPv4 address in IPv6 clothes; undefined when it is
 * none.
 */
function plainAddress(written: string): string | undefined {
  const bare = written.replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/%.*$/, "");
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, "").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
  return isIP(address) === 0 ? undefined : address.toLowerCase();
}
