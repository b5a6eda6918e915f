import { describe, expect, test } from "@jest/globals";
import { unlinked } from "../../src/message/unlinked.ts";

/** The value with each put-in space shown as `_`. */
function shown(value: string): string {
  return unlinked(value).replaceAll("\u202f", "_");
}

describe("an address in a reader's value is broken by a narrow space", () => {
  test.each([
    ["Win at https://evil.example", "Win at https:_//evil._example"],
    ["HTTP://Evil.Example/x", "HTTP:_//Evil._Example/x"],
    ["https://evil", "https:_//evil"],
    ["http:\\\\evil.example", "http:_\\_\\evil._example"],
    ["\\\\evil.example\\share", "\\_\\evil._example\\share"],
    ['=HYPERLINK("https://example.org")', '=HYPERLINK("https:_//example._org")'],
    ["www.evil", "www._evil"],
    ["WWW.Evil.Com", "WWW._Evil._Com"],
    ["evil.com", "evil._com"],
    ["Evil.Com", "Evil._Com"],
    ["EVIL.COM!", "EVIL._COM!"],
    ["go to evil.com.", "go to evil._com."],
    ["evil.co.uk", "evil._co._uk"],
    ["t.co", "t._co"],
    ["t.co/abc", "t._co/abc"],
    ["bit.ly/x", "bit._ly/x"],
    ["Win.Evil/now", "Win._Evil/now"],
    ["evil.newtld", "evil._newtld"],
    ["Evilsite.Newtld", "Evilsite._Newtld"],
    ["evil.xn--p1ai", "evil._xn--p1ai"],
    ["пример.рф", "пример._рф"],
    ["北京.中国", "北京._中国"],
    ["evil。com", "evil。_com"],
    ["evil．ｃｏｍ", "evil．_ｃｏｍ"],
    ["💩.la", "💩._la"],
    ["evil\u00ad.c\u200dom", "evil\u00ad._c\u200dom"],
    ["192.0.2.1/x", "192._0.2.1/x"],
    ["call@evil.example", "call@_evil._example"],
    ["Bob@Mail.Evil", "Bob@_Mail.Evil"],
    ["mailto:bob", "mailto:_bob"],
    ["tel:+1900", "tel:_+1900"],
  ])("%s", (value, expected) => {
    expect(shown(value)).toBe(expected);
  });
});

describe("what people and towns are called stays as it is", () => {
  test.each([
    ["Ada"],
    ["O'Neil"],
    ["O'Brien & <Sons>"],
    ["J.R. Ewing"],
    ["J.R.R.Tolkien"],
    ["А.С.Пушкин"],
    ["د.محمد"],
    ["Dr.Who"],
    ["Mr. Bean"],
    ["St.John"],
    ["St. Moritz"],
    ["Ph.D."],
    ["Sammy Davis Jr."],
    ["node.js"],
    ["Washington, D.C."],
    ["Frankfurt a.M."],
    ["3.5/4"],
    ["1.000.000"],
    ["4.3.2.1.0"],
    ["@ada"],
    ["Ada @ home"],
    ["Ada@work"],
    ["and/or"],
    ["Title: Doctor"],
    ["12:30"],
    ["C:\\new"],
    ["..."],
    ["."],
    ["100% $& \\1"],
    ["{{firstName}}"],
    ["👩‍🚀 Zoë 🎉"],
    ["ليلى"],
    ["王小明"],
  ])("%s", (value) => {
    expect(unlinked(value)).toBe(value);
  });
});

test("an abbreviation that could be a domain gets a gap that typographers would put there too", () => {
  expect(shown("Dr.No")).toBe("Dr._No");
  expect(shown("B.Com")).toBe("B._Com");
});

test("breaks an address only once", () => {
  for (const value of ["https://evil.example/a", "www.evil.co.uk", "bob@evil.com"])
    expect(unlinked(unlinked(value))).toBe(unlinked(value));
});
