import { Resolver } from "node:dns/promises";
import { describe, expect, test } from "@jest/globals";
import { spf as judgeElsewhere } from "mailauth/lib/spf/index.js";
import { openDns } from "../../../src/doctor/dns/dns.ts";
import { walkSpf } from "../../../src/doctor/dns/spf/walk-spf.ts";
import { chancesFrom } from "../../support/chances.ts";
import { startDnsServer, type Zone } from "../../support/dns-server.ts";

const domain = "news.example.org";
const sender = `bounce-1@${domain}`;

/** What we and mailauth, which shares no code with us, make of mail from an address. */
async function both(zones: Readonly<Record<string, Zone>>, ip: string, broken: readonly string[] = []) {
  await using server = await startDnsServer(zones, broken);
  const dns = openDns([server.address]);
  const ours = await walkSpf(dns, domain, { ip, sender, helo: "relay.example.net" });
  const resolver = new Resolver();
  resolver.setServers([server.address]);
  const theirs = await judgeElsewhere({
    sender,
    ip,
    helo: "relay.example.net",
    strict: true,
    mta: "mx.example.com",
    resolver: (name: string, type: string) => resolver.resolve(name, type) as Promise<string[][]>,
  });
  return { ours, theirs: theirs.status.result };
}

function terms(count: number, term: string): string {
  return Array.from({ length: count }, () => term).join(" ");
}

const hosts: Readonly<Record<string, Zone>> = {
  "mx.example.org": { A: ["192.0.2.25"], AAAA: ["2001:db8::25"] },
  "relay.example.org": { A: ["192.0.2.7"], AAAA: ["2001:db8::7"] },
  "spf.example.net": { TXT: ["v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:1::/48 ~all"] },
  "empty.example.net": { TXT: ["v=spf1"] },
};

describe("SPF of an address", () => {
  test.each([
    ["v=spf1 ip4:192.0.2.7 -all", "192.0.2.7", "pass"],
    ["v=spf1 ip4:192.0.2.0/28 -all", "192.0.2.16", "fail"],
    ["V=SPF1 IP4:192.0.2.7 ~ALL", "192.0.2.8", "softfail"],
    ["v=spf1 ip6:2001:db8::/33 ?all", "2001:db8:7fff::1", "pass"],
    ["v=spf1 ip6:2001:db8::/33 ?all", "2001:db8:8000::1", "neutral"],
    ["v=spf1 include:spf.example.net -all", "198.51.100.9", "pass"],
    ["v=spf1 include:spf.example.net -all", "203.0.113.9", "fail"],
    ["v=spf1 -include:spf.example.net +all", "198.51.100.9", "fail"],
    ["v=spf1 redirect=spf.example.net", "203.0.113.9", "softfail"],
    ["v=spf1 redirect=nothing.example.net", "203.0.113.9", "permerror"],
    ["v=spf1 include:nothing.example.net -all", "203.0.113.9", "permerror"],
    ["v=spf1 include:empty.example.net -all", "203.0.113.9", "fail"],
    ["v=spf1 a:relay.example.org -all", "2001:db8::7", "pass"],
    ["v=spf1 a:relay.example.org/28 -all", "192.0.2.9", "pass"],
    ["v=spf1 a:relay.example.org//64 -all", "2001:db8::ffff", "pass"],
    ["v=spf1 mx -all", "192.0.2.25", "pass"],
    ["v=spf1 mx//120 -all", "2001:db8::26", "pass"],
    ["v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all", "192.0.2.44", "pass"],
    ["v=spf1 exists:%{l1r-}.%{o}._spf.example.org -all", "203.0.113.9", "pass"],
    ["v=spf1 exists:%{i}._six.example.org -all", "2001:db8::cb01", "pass"],
    ["v=spf1 all ip4:nonsense", "203.0.113.9", "permerror"],
    ["v=spf1 ip4:192.0.2.7/33 -all", "192.0.2.7", "permerror"],
    ["v=spf1 ip4:192.0.2.7/24/24 -all", "192.0.2.7", "permerror"],
    ["v=spf1 a:relay.example.org/33 -all", "192.0.2.7", "permerror"],
    ["v=spf1 mx/99 ip4:192.0.2.7 -all", "192.0.2.7", "permerror"],
    ["v=spf1 a:relay.example.org//129 -all", "2001:db8::7", "permerror"],
    ["v=spf1 mx//999 -all", "2001:db8::25", "permerror"],
    ["v=spf1 mechanism:x -all", "192.0.2.7", "permerror"],
    ["v=spf1 redirect=a.example redirect=b.example", "192.0.2.7", "permerror"],
    ["v=spf1 unknown=modifier -all", "192.0.2.7", "fail"],
    ["v=spf1x -all", "192.0.2.7", "none"],
  ])("in %s is for %s: %s, as mailauth finds", async (text, ip, expected) => {
    const six = "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1";
    const zones = {
      ...hosts,
      [domain]: { TXT: ["other text", text], MX: [[10, "mx.example.org"]] as const },
      "44.2.0.192.in-addr._spf.example.org": { A: ["127.0.0.2"] },
      "bounce.news.example.org._spf.example.org": { A: ["127.0.0.2"] },
      [`${six}._six.example.org`]: { A: ["127.0.0.2"] },
    };
    const { ours, theirs } = await both(zones, ip);
    expect({ ours: ours.result, theirs }).toEqual({ ours: expected, theirs: expected });
  });

  test.each([
    [
      "a term that fits before the eleventh lookup",
      `ip4:192.0.2.7 ${terms(11, "a:relay.example.org")}`,
      "pass",
    ],
    [
      "a term that fits behind the tenth",
      `${terms(11, "a:mx.example.org")} ip4:203.0.113.9 -all`,
      "permerror",
    ],
    ["a term that fits before three that find nothing", "ip4:192.0.2.7 a:g1.x a:g2.x a:g3.x -all", "pass"],
    ["macros that find nothing", "exists:%{i}.g1.x exists:%{i}.g2.x exists:%{i}.g3.x -all", "permerror"],
    ["a mail server that cannot be looked up", "mx -all", "temperror"],
    ["a name that cannot be looked up", "a:broken.example.org -all", "temperror"],
    [
      "a name that cannot be looked up behind the term that fits",
      "ip4:192.0.2.7 a:broken.example.org",
      "pass",
    ],
    ["an include that cannot be looked up", "include:broken.example.org ip4:192.0.2.7 -all", "temperror"],
    ["a fault of an include behind the term that fits", "ip4:192.0.2.7 include:nothing.example.net", "pass"],
  ])("with %s is what mailauth finds", async (_, record, expected) => {
    const zones = {
      ...hosts,
      [domain]: { TXT: [`v=spf1 ${record}`], MX: [[10, "broken.example.org"]] as const },
    };
    const { ours, theirs } = await both(zones, "192.0.2.7", ["broken.example.org"]);
    expect({ ours: ours.result, theirs }).toEqual({ ours: expected, theirs: expected });
    if (expected === "temperror") expect(ours.faults).not.toEqual([]);
  });

  test("is what mailauth finds, whatever terms stand in a record", async () => {
    const choices = [
      "ip4:192.0.2.7",
      "ip4:198.51.100.0/24",
      "a:relay.example.org",
      "a:gone.example.org",
      "a:broken.example.org",
      "mx",
      "mx:relay.example.org",
      "include:spf.example.net",
      "include:nothing.example.net",
      "include:empty.example.net",
      "include:broken.example.org",
      "exists:%{i}.gone.example.org",
      "exists:relay.example.org",
    ];
    const random = chancesFrom(20260901);
    for (let round = 0; round < 60; round += 1) {
      const some = random.times(6, () => `${random.pick(["", "", "-", "~", "?"])}${random.pick(choices)}`);
      const record = ["v=spf1", ...some, random.pick(["-all", "~all", "redirect=spf.example.net"])].join(" ");
      const zones = { ...hosts, [domain]: { TXT: [record], MX: [[10, "mx.example.org"]] as const } };
      const ip = random.pick(["192.0.2.7", "198.51.100.9", "203.0.113.9", "192.0.2.25"]);
      const { ours, theirs } = await both(zones, ip, ["broken.example.org"]);
      expect({ record, ip, result: ours.result }).toEqual({ record, ip, result: theirs });
    }
  });

  test("is void with two records, and with a circle", async () => {
    const two = await both({ [domain]: { TXT: ["v=spf1 -all", "v=spf1 ~all"] } }, "192.0.2.7");
    expect([two.ours.result, two.theirs]).toEqual(["permerror", "permerror"]);
    expect(two.ours.faults[0]).toContain("2 records");
    const round = await both(
      {
        [domain]: { TXT: ["v=spf1 include:b.example.org -all"] },
        "b.example.org": { TXT: [`v=spf1 include:${domain} -all`] },
      },
      "192.0.2.7",
    );
    expect([round.ours.result, round.theirs]).toEqual(["permerror", "permerror"]);
    expect(round.ours.faults.join()).toContain("circle");
  });
});

describe("The lookups of a record", () => {
  const nested = (count: number): Readonly<Record<string, Zone>> => ({
    [domain]: {
      TXT: [
        `v=spf1 ${Array.from({ length: count }, (_, index) => `include:s${index}.example.net`).join(" ")} -all`,
      ],
    },
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `s${index}.example.net`,
        { TXT: ["v=spf1 a:relay.example.org ?all"] },
      ]),
    ),
    ...hosts,
  });

  test("are counted with those that are brought along, and more than ten make it void", async () => {
    const ten = await both(nested(5), "203.0.113.9");
    expect([ten.ours.lookups, ten.ours.result, ten.theirs]).toEqual([10, "fail", "fail"]);
    const twelve = await both(nested(6), "203.0.113.9");
    expect([twelve.ours.lookups, twelve.ours.result, twelve.theirs]).toEqual([12, "permerror", "permerror"]);
  });

  test("may find nothing twice, and no more", async () => {
    const missing = (count: number) => ({
      [domain]: {
        TXT: [
          `v=spf1 ${Array.from({ length: count }, (_, index) => `a:gone${index}.example.org`).join(" ")} -all`,
        ],
      },
    });
    const two = await both(missing(2), "203.0.113.9");
    expect([two.ours.voids.length, two.ours.result, two.theirs]).toEqual([2, "fail", "fail"]);
    const three = await both(missing(3), "203.0.113.9");
    expect([three.ours.voids.length, three.ours.result, three.theirs]).toEqual([3, "permerror", "permerror"]);
  });

  test("end where a record goes on for ever, in width too", async () => {
    const wide = Array.from({ length: 500 }, (_, index) => `a:h${index}.example.org`).join(" ");
    const { ours } = await both({ [domain]: { TXT: [`v=spf1 ${wide} -all`] } }, "203.0.113.9");
    expect(ours.result).toBe("permerror");
    expect(ours.asked.length).toBeLessThan(60);
  });

  test("of mx are of ten mail servers at most", async () => {
    const exchanges = Array.from({ length: 12 }, (_, index) => [index, `mx${index}.example.org`] as const);
    const zones = {
      [domain]: { TXT: ["v=spf1 mx -all"], MX: exchanges },
      ...Object.fromEntries(exchanges.map(([, name]) => [name, { A: ["192.0.2.7"] }])),
    };
    const { ours } = await both(zones, "192.0.2.7");
    expect(ours).toMatchObject({ result: "permerror", faults: [expect.stringContaining("12 mail servers")] });
  });

  test("are of the domain that %{d} stands for, also where nobody knows the sender", async () => {
    await using server = await startDnsServer({ [domain]: { TXT: ["v=spf1 include:%{d1}.example -all"] } });
    const { faults, voids } = await walkSpf(openDns([server.address]), domain);
    expect(faults).toEqual([expect.stringContaining("names a domain without an SPF record")]);
    expect(voids).toHaveLength(1);
  });

  test("ends somewhere, whatever is included", async () => {
    const zones = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        index === 0 ? domain : `s${index}.example.net`,
        { TXT: [`v=spf1 include:s${index + 1}.example.net include:s${index + 2}.example.net -all`] },
      ]),
    );
    const { ours } = await both(zones, "203.0.113.9");
    expect(ours.result).toBe("permerror");
    expect(ours.lookups).toBeLessThan(120);
  });
});
