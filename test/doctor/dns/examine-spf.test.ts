import { describe, expect, test } from "@jest/globals";
import { joinedSpf } from "../../../src/doctor/dns/records.ts";
import { finding, look } from "./looking.ts";

describe("SPF", () => {
  test("that is missing, doubled, wrong or open is a problem with what to publish", async () => {
    expect(await finding("spf", { "bounces.example.org": { MX: [[10, "mx.example.net"]] } })).toMatchObject({
      verdict: "problem",
      records: [expect.stringMatching(/^bounces\.example\.org\. TXT "v=spf1 <.*> -all"$/)],
    });
    const two = ["v=spf1 include:spf.example.net -all", "v=spf1 ip4:192.0.2.9 ~all"];
    expect(await finding("spf", { "bounces.example.org": { TXT: two } })).toMatchObject({
      verdict: "problem",
      records: ['bounces.example.org. TXT "v=spf1 include:spf.example.net ip4:192.0.2.9 ~all"'],
    });
    const wrong = await finding("spf", { "bounces.example.org": { TXT: ["v=spf1 ipv4:192.0.2.9 -all"] } });
    expect(wrong).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining('"ipv4:192.0.2.9" is nothing that SPF knows'),
    });
    expect((await finding("spf", { "bounces.example.org": { TXT: ["v=spf1 +all"] } })).verdict).toBe(
      "problem",
    );
    expect((await finding("spf", { "bounces.example.org": { TXT: ["v=spf1 mx"] } })).verdict).toBe("warning");
    expect((await finding("spf", { "bounces.example.org": { TXT: ["v=spf1 ptr -all"] } })).says).toContain(
      '"ptr" is slow',
    );
    expect((await finding("spf", {}, { broken: ["bounces.example.org"] })).verdict).toBe("unseen");
  });

  test("may join records whose ends differ", () => {
    expect(joinedSpf(["v=spf1 a -all", "v=spf1 mx a ?all", "v=spf1"])).toBe("v=spf1 a mx ?all");
  });

  test("with too many lookups is void, and near to it a warning", async () => {
    const includes = (count: number) => ({
      "bounces.example.org": {
        TXT: [`v=spf1 ${Array.from({ length: count }, () => "include:spf.example.net").join(" ")} -all`],
      },
    });
    expect(await finding("spf-lookups", includes(11))).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("11 of 10"),
    });
    expect((await finding("spf-lookups", includes(9))).verdict).toBe("warning");
    expect(
      (await finding("spf-lookups", { "bounces.example.org": { TXT: ["v=spf1 a:gone.example.org -all"] } }))
        .says,
    ).toContain("Nothing is found at a:gone.example.org.");
  });

  test("that does not name the relay's own addresses is not called good or bad", async () => {
    const other = await finding("spf-relays", { "smtp.example.net": { A: ["198.51.100.1"] } });
    expect(other).toMatchObject({
      verdict: "unseen",
      about: "main",
      says: expect.stringContaining("198.51.100.1: fail"),
    });
  });
});

test("SPF that cannot be used has nothing good said of it", async () => {
  const circle = {
    "bounces.example.org": {
      TXT: ["v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:loop.example.net -all"],
    },
    "loop.example.net": { TXT: ["v=spf1 include:loop.example.net"] },
  };
  const told = (await look(circle)).filter(({ examination }) => examination.startsWith("dns/spf"));
  expect(told.map(({ verdict }) => verdict)).toEqual(["problem"]);
});
