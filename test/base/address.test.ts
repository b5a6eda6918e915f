import { domainToASCII } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { type Address, addressKey, mailboxKey, parseAddress } from "../../src/base/address.ts";
import { chanceOf, oneOf } from "../support/random-audience.ts";

function valid(written: string): Address {
  const parsed = parseAddress(written);
  if (parsed.status === "invalid") throw new Error(`${written}: ${parsed.reason}`);
  return parsed.address;
}

describe("an address that is accepted", () => {
  test.each([
    ["ada@example.org", "ada@example.org"],
    ["  ada@example.org\n", "ada@example.org"],
    ["Ada.Lovelace+news@Example.ORG", "Ada.Lovelace+news@example.org"],
    ["o'brien!#$%&*/=?^_`{|}~-@example.org", "o'brien!#$%&*/=?^_`{|}~-@example.org"],
    ["ada@mail.news.example.org", "ada@mail.news.example.org"],
    ["ada@bücher.example.org", "ada@xn--bcher-kva.example.org"],
    ["ada@例え.example.org", "ada@xn--r8jz45g.example.org"],
    ["ada@xn--bcher-kva.example.org", "ada@xn--bcher-kva.example.org"],
    ["ada@9lives.example.org", "ada@9lives.example.org"],
    ["zalán@example.org", "zalán@example.org"],
    ["उदाहरण@example.org", "उदाहरण@example.org"],
  ])("%j is carried as %s", (written, email) => {
    expect(valid(written).email).toBe(email);
  });

  test("keeps the case of its local part and folds it only in the key", () => {
    expect(valid("Ada@Example.org")).toEqual({
      email: "Ada@example.org",
      local: "Ada",
      domain: "example.org",
      key: "ada@example.org",
      needsUtf8: false,
    });
  });

  test("has one key however it is written", () => {
    const spellings = [
      "ÁDA@BÜCHER.example.org",
      "áda@bücher.example.org",
      "a\u0301da@xn--bcher-kva.EXAMPLE.org",
    ];
    expect(new Set(spellings.map((one) => valid(one).key))).toEqual(
      new Set(["áda@xn--bcher-kva.example.org"]),
    );
  });

  test.each([
    ["ada@bücher.example.org", false],
    ["zalán@example.org", true],
  ])("%s needs SMTPUTF8: %s", (written, needsUtf8) => {
    expect(valid(written).needsUtf8).toBe(needsUtf8);
  });

  test("may be as long as a path of SMTP allows, and not a byte longer", () => {
    const domain = `${"d".repeat(63)}.${"e".repeat(63)}.${"f".repeat(49)}.example.org`;
    expect(valid(`${"a".repeat(64)}@${domain}`).email).toHaveLength(254);
    expect(parseAddress(`${"a".repeat(64)}@d${domain}`).status).toBe("invalid");
    expect(
      parseAddress(`${"a".repeat(64)}@${domain.replace("fexample", "ffexample").replace("f.", "ff.")}`),
    ).toEqual({
      status: "invalid",
      reason: "it is longer than 254 bytes",
    });
  });

  test("is measured in bytes, not in characters", () => {
    expect(parseAddress(`${"á".repeat(32)}@example.org`).status).toBe("valid");
    expect(parseAddress(`${"á".repeat(33)}@example.org`)).toEqual({
      status: "invalid",
      reason: "the part before the @ is longer than 64 bytes",
    });
    const domain = `${"d".repeat(63)}.${"e".repeat(63)}.${"f".repeat(49)}.example.org`;
    expect(parseAddress(`${"á".repeat(32)}@${domain}`).status).toBe("valid");
    expect(parseAddress(`${"á".repeat(32)}@${domain.replace("f.", "ff.")}`).status).toBe("invalid");
  });
});

test.each([
  ["ada+news@example.org", "ada@example.org"],
  ["ada+a+b@example.org", "ada@example.org"],
  ["a.da@example.org", "a.da@example.org"],
  ["a.d.a+news@gmail.com", "ada@gmail.com"],
  ["a.da@googlemail.com", "ada@gmail.com"],
  ["+ada@example.org", "+ada@example.org"],
])("for limits %s is the mailbox of %s", (key, mailbox) => {
  expect(mailboxKey(key)).toBe(mailbox);
});

describe("a domain that is taken as it is", () => {
  test.each([
    "example.org",
    "a-b.c1.example",
    "1and1.example",
    "x.0x7f",
    "a.b--c.org",
    "xn--nxa.org",
    "a.xn--zckzah",
  ])("is what the rules of names on the web make of %s, or refused by them", (domain) => {
    const parsed = parseAddress(`ada@${domain}`);
    const byTheRules = domainToASCII(domain);
    expect(parsed.status === "valid" ? parsed.address.domain : "").toBe(byTheRules);
  });
});

describe("an address that is refused", () => {
  test.each([
    ["nothing", ""],
    ["white space", " \t\n"],
    ["no @", "ada.example.org"],
    ["nothing before the @", "@example.org"],
    ["nothing behind the @", "ada@"],
    ["two addresses", "ada@example.org,bob@example.org"],
    ["two addresses with a semicolon", "ada@example.org; bob@example.org"],
    ["a number for a domain, written in another way", "ada@1.2.3.0xf"],
    ["two @", "ada@bob@example.org"],
    ["a line break that could start a header", "ada@example.org\r\nBcc: bob@example.org"],
    ["a line break in the local part", "ada\r\n@example.org"],
    ["a NUL", "ada\0@example.org"],
    ["a space", "ada lovelace@example.org"],
    ["a space in the domain", "ada@exam ple.org"],
    ["a no-break space", "ada\u00a0l@example.org"],
    ["a quoted local part", '"ada"@example.org'],
    ["a quoted @", '"ada@evil"@example.org'],
    ["a comment", "ada(home)@example.org"],
    ["a comment in the domain", "ada@example.org(home)"],
    ["a display name", "Ada <ada@example.org>"],
    ["angle brackets", "<ada@example.org>"],
    ["a source route", "<@a.example.org:ada@example.org>"],
    ["a group", "readers:ada@example.org;"],
    ["a backslash", "ada\\@example.org"],
    ["a dot at the start", ".ada@example.org"],
    ["a dot at the end", "ada.@example.org"],
    ["two dots in a row", "ada..l@example.org"],
    ["a bidi override", "ada\u202e@example.org"],
    ["a zero-width joiner", "a\u200dda@example.org"],
    ["a lone surrogate", "ada\ud800@example.org"],
    ["an emoji", "ada😀@example.org"],
    ["an IPv4 literal", "ada@[192.0.2.1]"],
    ["an IPv6 literal", "ada@[IPv6:2001:db8::1]"],
    ["a bare IPv4 address", "ada@192.0.2.1"],
    ["a hexadecimal IPv4 address", "ada@0x7f.0.0.1"],
    ["a decimal IPv4 address", "ada@2130706433"],
    ["a domain of one label", "ada@localhost"],
    ["a trailing dot", "ada@example.org."],
    ["a leading dot in the domain", "ada@.example.org"],
    ["two dots in the domain", "ada@example..org"],
    ["a label that starts with a hyphen", "ada@-example.org"],
    ["a label that ends with a hyphen", "ada@example-.org"],
    ["an underscore in the domain", "ada@exa_mple.org"],
    ["a percent sign in the domain", "ada@ex%61mple.org"],
    ["a full-width dot", "ada@example。org"],
    ["a port", "ada@example.org:25"],
    ["a path", "ada@example.org/x"],
    ["a label over 63 bytes", `ada@${"d".repeat(64)}.example.org`],
    ["a broken A-label", "ada@xn--.example.org"],
    ["a numeric top label", "ada@example.123"],
    ["a letter that nobody sees", "ada\u3164@example.org"],
    ["a letter that nobody sees in the domain", "ada@exam\u3164ple.org"],
    ["a variation selector", "ada\ufe0f@example.org"],
    ["a joiner of graphemes", "a\u034fda@example.org"],
    ["a mark on no letter", "\u0301ada@example.org"],
    ["a mark on a dot", "ada.\u0301l@example.org"],
    ["a soft hyphen in the domain", "ada@exam\u00adple.org"],
    ["a full-width @", "ada\uff20example.org"],
    ["a line separator", "ada\u2028@example.org"],
    ["a next line", "ada\u0085@example.org"],
    ["an ESMTP parameter", "ada@example.org> NOTIFY=NEVER"],
    ["a second command", "ada@example.org>\nRCPT TO:<bob@example.org"],
  ])("has %s", (_, written) => {
    const parsed = parseAddress(written);
    expect(parsed.status).toBe("invalid");
    expect(parsed.status === "invalid" && parsed.reason).toMatch(/^(?:it|there|the|a) /);
  });

  test("is never repeated in the reason, so that it cannot break a log line", () => {
    const parsed = parseAddress("ada\r\nX: y@example.org");
    expect(JSON.stringify(parsed)).not.toContain("X:");
  });
});

test("a reader is found by an address as somebody types it", () => {
  expect(addressKey(" Ada@B\u00fccher.Example.org ")).toBe("ada@xn--bcher-kva.example.org");
  expect(addressKey("Nobody")).toBe("nobody");
});

test("whatever is accepted is one path of RCPT, and stays as it is when it is read again", () => {
  const chance = chanceOf(23);
  const signs = [
    ..."aZ9.-_+%!'=@@,;:<>()[]\\\" \t\r\n\0|/*",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "例",
    "ㅤ",
    "\u200d",
    "\u202e",
    "\ufe0f",
    "😀",
    "。",
    "①",
    "xn--",
  ];
  let accepted = 0;
  for (let round = 0; round < 40_000; round += 1) {
    const some = () => Array.from({ length: 1 + chance(3) }, () => oneOf(chance, signs)).join("");
    const parsed = parseAddress(`${some()}@${some()}${chance(2) === 0 ? ".example.org" : some()}`);
    if (parsed.status === "invalid") continue;
    accepted += 1;
    const { email, domain, key } = parsed.address;
    expect(email).toMatch(/^[^\s<>"(),:;\\@[\]\p{C}\p{Z}]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u);
    expect(email.endsWith(`@${domain}`)).toBe(true);
    expect(valid(email)).toEqual(parsed.address);
    expect(addressKey(key)).toBe(key);
  }
  expect(accepted).toBeGreaterThan(300);
});
