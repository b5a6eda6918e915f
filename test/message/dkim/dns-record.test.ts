import { describe, expect, test } from "@jest/globals";
import { dnsRecord, zoneText } from "../../../src/message/dkim/dns-record.ts";
import { ed25519Key, rsaKey } from "../../support/dkim-verifier.ts";

describe("the DNS record of a key", () => {
  test.each([
    ["RSA", rsaKey()],
    ["Ed25519", ed25519Key()],
  ])("has its public half: %s", (_kind, key) => {
    expect(dnsRecord(key)).toEqual({
      name: `${key.selector}._domainkey.news.example.org`,
      value: key.record,
    });
  });

  test("is written in strings of at most 255 characters that come together again", () => {
    const text = zoneText(rsaKey({ bits: 4096 }).record);
    const parts = [...text.matchAll(/"([^"]*)"/g)].map(([, part = ""]) => part);
    expect(parts.every((part) => part.length <= 255)).toBe(true);
    expect(text).toBe(parts.map((part) => `"${part}"`).join(" "));
    expect(parts.join("")).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{700,}=*$/);
  });
});
