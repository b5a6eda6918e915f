import { BlockList, isIP, isIPv6 } from "node:net";
import { ipv6Groups } from "./ipv6-groups.ts";

/**
 * Whether an IP address is of a machine or a network of one's own, or nobody's, such as those for examples: no reader
 * gets there.
 */
export function isPrivateAddress(address: string): boolean {
  return isWithin(address, [...ownNetworks, ...nobodysNetworks]);
}

/** Whether an IP address is of a machine or a network of one's own: it says nothing of who that is to others. */
export function isOwnAddress(address: string): boolean {
  return isWithin(address, ownNetworks);
}

/** Names are within no network. */
function isWithin(address: string, networks: typeof ownNetworks): boolean {
  const ip = address.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  if (isIP(ip) === 0) return false;
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, isIPv6(network) ? "ipv6" : "ipv4");
  if (!isIPv6(ip)) return list.check(ip, "ipv4");
  const inside = embeddedIPv4(ip);
  return list.check(ip, "ipv6") || (inside !== undefined && list.check(inside, "ipv4"));
}

/**
 * The IPv4 address to which a packet to this IPv6 address is taken in the end: as IPv4-compatible or mapped (RFC 4291
 * section 2.5.5), through NAT64 (RFC 6052) or through 6to4 (RFC 3056). Without this 64:ff9b::a00:1 were a way to
 * 10.0.0.1.
 */
function embeddedIPv4(ip: string): string | undefined {
  const groups = ipv6Groups(ip);
  const [first, second, third = 0] = groups;
  const bytes = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join(".");
  if (first === 0x2002) return bytes(second ?? 0, third);
  const middle = groups.slice(2, 6);
  const isNat = first === 0x64 && second === 0xff9b && middle.every((group) => group === 0);
  const isFour = groups.slice(0, 5).every((group) => group === 0) && [0, 0xffff].includes(groups[5] ?? 0);
  return isNat || isFour ? bytes(groups[6] ?? 0, groups[7] ?? 0) : undefined;
}

/**
 * Of the special-purpose registries of IANA (RFC 6890) those that lead to a machine or a network of one's own, or once
 * did.
 */
const ownNetworks: readonly (readonly [network: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["::", 127],
  ["64:ff9b:1::", 48],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
];

/** Those for protocols, measurements and examples, what is thrown away, and multicast. */
const nobodysNetworks: typeof ownNetworks = [
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  ["100::", 64],
  ["2001:2::", 48],
  ["2001:db8::", 32],
  ["3fff::", 20],
  ["ff00::", 8],
];
