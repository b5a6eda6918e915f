import { Hono } from "hono";
import { describe, expect, test } from "@jest/globals";
import { networkOf, networkTest, type PeerEnv, readerAddress } from "../../src/web/server/peer.ts";

/** Whom the service takes for the reader. */
async function readerOf(
  peer: string | undefined,
  forwarded?: string,
  proxies = ["127.0.0.0/8", "10.0.0.0/8", "::1"],
) {
  const app = new Hono<PeerEnv>();
  app.get("/", (context) => context.text(readerAddress(context, networkTest(proxies)) ?? "nobody"));
  const headers = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
  return (await app.request("/", { headers }, { incoming: { socket: { remoteAddress: peer } } })).text();
}

describe("the address of a reader", () => {
  test.each([
    ["the peer, when nobody is in between", "192.0.2.7", undefined, "192.0.2.7"],
    ["the peer, whatever a stranger writes into the header", "192.0.2.7", "203.0.113.9", "192.0.2.7"],
    ["what our proxy says", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
    [
      "the last one that no proxy of ours wrote",
      "127.0.0.1",
      "1.1.1.1, 203.0.113.9, 10.1.2.3",
      "203.0.113.9",
    ],
    ["that of the proxy, when the header is nonsense", "127.0.0.1", "unknown, <script>", "127.0.0.1"],
    ["an IPv6 address, with brackets and a port or not", "::1", "[2001:DB8::7]:443", "2001:db8::7"],
    ["an IPv4 address in IPv6 clothes", "::ffff:127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"],
    ["nobody's, when there is no socket", undefined, "203.0.113.9", "nobody"],
  ])("is %s", async (_, peer, forwarded, reader) => {
    expect(await readerOf(peer, forwarded)).toBe(reader);
  });
});

test.each([
  ["192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
  ["2001:db8::6", "2001:db8:0::/48"],
  ["::1", "0:0:0::/48"],
  ["2001:0db8:0001::", "2001:db8:1::/48"],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
