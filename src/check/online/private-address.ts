import { BlockList, isIP } from "node:net";

/** Whether an IP address belongs to a machine or a network of one's own, or to nobody: no reader gets there. */
export function isPrivateAddress(address: string): boolean {
  const ip = address.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(ip);
  return family !== 0 && privateNetworks().check(ip, family === 6 ? "ipv6" : "ipv4");
}

/** The special-purpose registries of IANA (RFC 6890) and multicast. IPv4 in IPv6 is looked up as IPv4 by the list itself. */
function privateNetworks(): BlockList {
  const list = new BlockList();
  for (const [network, bits] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 3],
  ] as const)
    list.addSubnet(network, bits, "ipv4");
  for (const [network, bits] of [
    ["::", 127],
    ["2001:db8::", 32],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ] as const)
    list.addSubnet(network, bits, "ipv6");
  return list;
}
