import { expect, test } from "@jest/globals";
import { whyUnasked } from "../../../../src/check/outside/online/why-unasked.ts";

const given = { siteUrl: "https://news.ada.press/weekly", skip: ["slow.press"], intranet: false };
const why = (url: string, changes = {}) => whyUnasked(url, { ...given, ...changes });

test("what may be asked is asked", () => {
  for (const url of [
    "https://ada.press/a",
    "http://8.8.8.8/",
    "https://notx.com/",
    "https://news.ada.press/archive/1",
    "https://news.ada.press/u/x",
    "https://ada.press/u/x",
  ])
    expect({ url, why: why(url) }).toEqual({ url, why: undefined });
});

test("sites that block programs, and those that the newsletter names, are not asked, nor what lies below them", () => {
  expect(why("https://www.linkedin.com/in/ada")).toBe("the site blocks programs");
  expect(why("https://x.com/ada/status/1")).toBe("the site blocks programs");
  expect(why("https://a.slow.press/")).toBe("online.skip names the site");
});

test("names that belong to nobody, or to the own network, are not asked", () => {
  for (const url of ["https://news.example.org/a", "https://ada.example/", "https://a.test/"])
    expect(why(url)).toBe("the name belongs to nobody");
  for (const url of [
    "http://localhost:3000/",
    "http://127.0.0.1/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://172.20.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/",
    "http://[fd00::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://intranet/",
    "http://printer.local/",
  ]) {
    expect({ url, why: why(url) }).toEqual({ url, why: "only your own network knows it" });
    expect(why(url, { intranet: true })).toBeUndefined();
  }
});

test("what could change something for a reader is not asked", () => {
  for (const url of ["https://lists.ada.press/Unsubscribe?id=7", "https://ada.press/?action=optout"])
    expect(why(url)).toBe("asking could unsubscribe somebody");
  for (const path of ["u/abc", "p/abc", "m/abc", "v/abc/team/one", "c/abc"])
    expect(why(`https://news.ada.press/weekly/${path}`)).toBe("it is the link of one reader");
  expect(why("https://ada:secret@ada.press/")).toBe("it holds a password");
});
