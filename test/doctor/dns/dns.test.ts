import { describe, expect, test } from "@jest/globals";
import { openDns } from "../../../src/doctor/dns/dns.ts";
import { startSilentDnsServer } from "../../support/dns-server.ts";

describe("A DNS server", () => {
  test.each(["127.0.0.1:99999", "127.0.0.1:0", "[::1]:70000", "127.0.0.1:", "dns.example.org"])(
    "is not %s",
    (written) => {
      expect(() => openDns([written])).toThrow(
        expect.objectContaining({ code: "use/resolver", message: `"${written}" is not a DNS server.` }),
      );
    },
  );

  test.each(["192.0.2.53", "192.0.2.53:65535", "2001:db8::53", "[2001:db8::53]:5353"])(
    "may be %s",
    (written) => {
      expect(openDns([written]).servers).toEqual([written]);
    },
  );

  test("that says nothing is given up after three questions, and the others are not asked", async () => {
    await using server = await startSilentDnsServer();
    const dns = openDns([server.address]);
    const silent = { status: "unanswered", why: "there was no answer in time", isBroken: false };
    const names = ["a.example.org", "b.example.org", "c.example.org"];
    const first = await Promise.all(names.map((name) => dns.txt(name)));
    expect(first).toEqual(names.map(() => ({ ...silent, isSilence: true })));
    expect(new Set(server.questions)).toEqual(new Set(names.map((name) => `TXT ${name}`)));
    expect(dns.silence()).toBe(silent.why);
    expect(await dns.mx("d.example.org")).toEqual(silent);
    expect(server.questions).not.toContain("MX d.example.org");
  });
});
