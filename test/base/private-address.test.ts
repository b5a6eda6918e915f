import { expect, test } from "@jest/globals";
import { ipv6Groups } from "../../src/base/ipv6-groups.ts";
import { isOwnAddress, isPrivateAddress } from "../../src/base/private-address.ts";

test("machines of one's own, and addresses that are nobody's, are private, however they are written", () => {
  for (const address of [
    "10.0.0.1",
    "100.64.1.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.0.1",
    "198.51.100.4",
    "255.255.255.255",
    "[::1]",
    "::",
    "::7f00:1",
    "::10.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "2002:a00:1::1",
    "2002:7f00:1::",
    "100::1",
    "2001:db8::7",
    "fd00::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
  ])
    expect({ address, isPrivate: isPrivateAddress(address) }).toEqual({ address, isPrivate: true });
});

test("addresses of the internet are not, and names are no addresses", () => {
  for (const address of [
    "8.8.8.8",
    "100.128.0.1",
    "172.32.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "2001:4860:4860::8888",
    "[2606:4700::1111]",
    "fd00.example.org",
    "localhost",
    "",
  ])
    expect({ address, isPrivate: isPrivateAddress(address) }).toEqual({ address, isPrivate: false });
});

test("addresses for examples are nobody's, and not of one's own network", () => {
  for (const address of ["192.0.2.7", "2001:db8::7", "ff02::1", "8.8.8.8", "mx.example.org"])
    expect({ address, isOwn: isOwnAddress(address) }).toEqual({ address, isOwn: false });
  for (const address of ["100.64.1.1", "10.1.2.3", "::ffff:10.1.2.3", "fd00::1"])
    expect({ address, isOwn: isOwnAddress(address) }).toEqual({ address, isOwn: true });
});

test("an IPv6 address has eight groups, wherever it leaves some out", () => {
  expect(ipv6Groups("2001:db8::cb01")).toEqual([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0xcb01]);
  expect(ipv6Groups("::")).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(ipv6Groups("1:2:3:4:5:6:7::")).toEqual([1, 2, 3, 4, 5, 6, 7, 0]);
  expect(ipv6Groups("::ffff:192.0.2.7")).toEqual([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x207]);
});
