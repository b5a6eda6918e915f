import { describe, expect, test } from "@jest/globals";
import { finding } from "./looking.ts";

describe("DMARC", () => {
  test("that is missing is a problem; the record is for what From, return path and key have in common", async () => {
    expect(await finding("dmarc", { "_dmarc.example.org": undefined })).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("_dmarc.news.example.org, _dmarc.example.org, _dmarc.org"),
      records: ['_dmarc.example.org. TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.org"'],
    });
  });

  test("is told what is wrong in it", async () => {
    const at = (...texts: readonly string[]) =>
      finding("dmarc", { "_dmarc.news.example.org": { TXT: texts } });
    expect((await at("v=DMARC1; p=none")).says).toContain("Nobody gets the reports");
    expect((await at("v=DMARC1; p=reject; t=y; rua=mailto:d@example.org")).verdict).toBe("warning");
    expect((await at("v=DMARC1; sp=reject")).verdict).toBe("problem");
    expect((await at("v=DMARC1; p=reject; pct=10; rua=mailto:d@example.org")).says).toContain(
      "pct no longer means anything",
    );
    expect((await at("v=DMARC1; p=reject; pct=100; rua=mailto:d@example.org")).verdict).toBe("good");
    expect((await at("v=DMARC1; p=none", "v=DMARC1; p=reject")).says).toContain("more than one record");
  });

  test("does not count a return path that no record above both joins to the From address", async () => {
    const apart = {
      "_dmarc.example.org": undefined,
      "_dmarc.news.example.org": { TXT: ["v=DMARC1; p=none; rua=mailto:d@example.org"] },
    };
    expect(await finding("alignment", apart)).toMatchObject({
      verdict: "warning",
      about: "SPF",
      says: expect.stringContaining("take them for two organisations"),
      records: ['_dmarc.example.org. TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.org"'],
    });
    const strict = { "_dmarc.example.org": { TXT: ["v=DMARC1; p=none; aspf=s; rua=mailto:d@example.org"] } };
    expect(await finding("alignment", strict)).toMatchObject({
      verdict: "problem",
      remedy: expect.stringContaining("aspf=r"),
    });
    const foreign = { config: { bounceDomain: "bounces.example.net" } };
    const zone = { "bounces.example.net": { TXT: ["v=spf1 -all"], MX: [[10, "mx.example.net"]] as const } };
    expect(await finding("alignment", zone, foreign)).toMatchObject({
      verdict: "warning",
      about: "SPF",
      says: expect.stringContaining("no domain in common"),
    });
  });

  test("of a parent that cannot be looked up is not told as one that is not there", async () => {
    const apart = {
      "_dmarc.example.org": undefined,
      "_dmarc.news.example.org": { TXT: ["v=DMARC1; p=none; rua=mailto:d@example.org"] },
    };
    const broken = ["_dmarc.example.org"];
    const unseen = {
      verdict: "unseen",
      says: expect.stringMatching(/^_dmarc\.example\.org cannot be looked up: /),
    };
    const ofSpf = await finding("alignment", apart, { broken });
    expect(ofSpf).toMatchObject({ ...unseen, about: "SPF" });
    expect(ofSpf).not.toHaveProperty("records");
    const config = { dkim: "[{domain: example.org, selector: news, key: {env: KEY}}]" };
    expect(await finding("alignment", apart, { broken, config })).toMatchObject({ ...unseen, about: "DKIM" });
    // What stands whatever it would have answered.
    const strict = { ...apart, "_dmarc.news.example.org": { TXT: ["v=DMARC1; p=none; aspf=s"] } };
    expect((await finding("alignment", strict, { broken })).says).toContain("(aspf=s)");
    const foreign = { broken, config: { bounceDomain: "bounces.example.net" } };
    expect((await finding("alignment", apart, foreign)).says).toContain("no domain in common");
  });
});
