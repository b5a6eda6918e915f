import { describe, expect, test } from "@jest/globals";
import { openDns } from "../../../src/doctor/dns/dns.ts";

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
});
