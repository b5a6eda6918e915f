import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { ofDns } from "../../../src/doctor/dns/all.ts";
import { openDns } from "../../../src/doctor/dns/dns.ts";
import { lookAtDns } from "../../../src/doctor/dns/look-at-dns.ts";
import { dmarcLine, joinedSpf, mxLine, spfLine } from "../../../src/doctor/dns/records.ts";
import { examine, type Finding } from "../../../src/doctor/examination.ts";
import { configText } from "../../support/config-text.ts";
import { ed25519Key, rsaKey } from "../../support/dkim-verifier.ts";
import { startDnsServer, type Zone } from "../../support/dns-server.ts";
import { letterpressHere } from "../../support/letterpress-here.ts";
import { newsletter, relayWith } from "../../e2e/newsletter.ts";

const rsa = rsaKey();
const ed25519 = ed25519Key();
const name = "news._domainkey.news.example.org";

/** As docs/dns.md has it, with one change or none. */
function zones(changes: Readonly<Record<string, Zone | undefined>> = {}): Readonly<Record<string, Zone>> {
  const all: Readonly<Record<string, Zone | undefined>> = {
    "news.example.org": { MX: [[10, "mx.example.net"]], A: ["192.0.2.10"] },
    "bounces.example.org": { TXT: ["v=spf1 include:spf.example.net -all"], MX: [[10, "mx.example.net"]] },
    "_dmarc.example.org": { TXT: ["v=DMARC1; p=none; rua=mailto:dmarc@example.org"] },
    [name]: { TXT: [rsa.record] },
    "spf.example.net": { TXT: ["v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all"] },
    "mx.example.net": { A: ["192.0.2.25"] },
    "smtp.example.net": { A: ["192.0.2.7"], AAAA: ["2001:db8::7"] },
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, zone]) => (zone === undefined ? [] : [[key, zone]])),
  );
}

const usual = {
  from: "{name: Weekly, email: hello@news.example.org}",
  bounceDomain: "bounces.example.org",
  relays: "[{host: smtp.example.net}]",
  dkim: "[{domain: news.example.org, selector: news, key: {env: KEY}}]",
};

async function look(
  changes: Readonly<Record<string, Zone | undefined>> = {},
  given: {
    readonly config?: Readonly<Record<string, string | undefined>>;
    readonly keys?: readonly (typeof rsa)[];
    readonly broken?: readonly string[];
  } = {},
) {
  const { config = {}, keys = [rsa], broken = [] } = given;
  const parsed = parseConfig(
    { file: "letterpress.yaml", text: configText({ ...usual, ...config }) },
    "/news",
  );
  if (parsed.config === undefined) throw new Error(JSON.stringify(parsed.problems));
  await using server = await startDnsServer(zones(changes), broken);
  return examine(
    ofDns,
    await lookAtDns(parsed.config, keys, parsed.config.relays, openDns([server.address])),
  );
}

/** The findings that are not good, as `id verdict`. */
function troubles(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ examination, verdict }) =>
    verdict === "good" ? [] : [`${examination} ${verdict}`],
  );
}

async function finding(id: string, ...looked: Parameters<typeof look>): Promise<Finding> {
  const found = (await look(...looked)).filter(({ examination }) => examination === `dns/${id}`);
  const worst = found.find(({ verdict }) => verdict !== "good") ?? found[0];
  if (worst === undefined) throw new Error(`nothing is said of ${id}`);
  return worst;
}

describe("DNS that is as docs/dns.md says", () => {
  test("is good, in every examination", async () => {
    const findings = await look();
    expect(troubles(findings)).toEqual([]);
    expect(new Set(findings.map(({ examination }) => examination))).toEqual(
      new Set(ofDns.map(({ id }) => id)),
    );
    const told = findings.map(({ says }) => says).join("\n");
    expect(told).toContain("1 of 10 lookups (include:spf.example.net)");
    expect(told).toContain("192.0.2.7: pass, 2001:db8::7: pass");
    expect(told).toContain("which news.example.org inherits from");
    expect(told).toContain("both belong to example.org");
  });

  test("is what its lines say, made by the same functions", async () => {
    const text = await readFile(join(import.meta.dirname, "../../../docs/dns.md"), "utf8");
    const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
    for (const line of [
      spfLine("bounces.example.org", "include:spf.smtp.example.net"),
      dmarcLine("example.org", "dmarc@example.org"),
      mxLine("bounces.example.org", "mx.example.net"),
    ])
      expect(lines).toContain(line);
  });
});

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

test("A DNS server that nobody answers at is told once, by its name", async () => {
  const parsed = parseConfig({ file: "letterpress.yaml", text: configText(usual) }, "/news");
  if (parsed.config === undefined) throw new Error(JSON.stringify(parsed.problems));
  const dns = openDns(["127.0.0.1:1"]);
  const findings = examine(ofDns, await lookAtDns(parsed.config, [rsa], parsed.config.relays, dns));
  expect(findings.filter(({ verdict }) => verdict !== "good")).toMatchObject([
    { examination: "dns/server", says: expect.stringContaining("nobody answers at 127.0.0.1:1") },
  ]);
});

describe("DKIM", () => {
  test.each([
    ["is missing", undefined, "There is no record"],
    ["is another one", { TXT: [rsaKey().record] }, "another key than the one that signs"],
    ["was taken back", { TXT: ["v=DKIM1; k=rsa; p="] }, "was taken back"],
    ["was cut off", { TXT: [rsa.record.slice(0, 120)] }, "may have been cut off"],
    ["is of another version", { TXT: ["v=DKIM2; p=x"] }, '"DKIM2"'],
    ["stands twice", { TXT: [rsa.record, rsa.record] }, "2 records"],
  ])("key that %s is a problem, with the record to publish", async (_, zone, says) => {
    const found = await finding("dkim", { [name]: zone });
    expect(found).toMatchObject({ verdict: "problem", about: name, says: expect.stringContaining(says) });
    expect(found.records?.join("").replaceAll('" "', "")).toBe(`${name}. TXT "${rsa.record}"`);
  });

  test("keys may be split, of PKCS #1 or Ed25519, behind a CNAME, and on trial", async () => {
    expect(
      (
        await finding("dkim", {
          [name]: { TXT: [`v=DKIM1; t=y; p=${rsa.record.slice(rsa.record.indexOf("p=") + 2)}`] },
        })
      ).verdict,
    ).toBe("warning");
    const moved = {
      [name]: { CNAME: ["key.example.net"] as const },
      "key.example.net": { TXT: [rsa.record] },
    };
    expect((await finding("dkim", moved)).verdict).toBe("good");
    const config = { dkim: "[{domain: news.example.org, selector: news-ed, key: {env: KEY}}]" };
    const zone = { "news-ed._domainkey.news.example.org": { TXT: [ed25519.record] } };
    expect((await finding("dkim", zone, { config, keys: [ed25519] })).verdict).toBe("good");
    expect((await finding("dkim", zone, { config, keys: [] })).verdict).toBe("unseen");
    expect((await finding("dkim", {}, { broken: [name] })).verdict).toBe("problem");
    expect((await finding("dkim", {}, { config: { dkim: "[]" }, keys: [] })).verdict).toBe("unseen");
  });
});

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
});

describe("Mail that comes back", () => {
  test("needs an MX with an address, and no null MX", async () => {
    const at = (zone: Zone | undefined) =>
      finding("bounce-mx", { "bounces.example.org": zone && { TXT: ["v=spf1 -all"], ...zone } });
    expect((await at({ MX: [[0, ""]] })).says).toContain("takes no mail at all (RFC 7505)");
    expect(await at({ MX: [[10, "gone.example.net"]] })).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("has no address"),
    });
    expect(
      (
        await at({
          MX: [
            [10, "mx.example.net"],
            [20, "gone.example.net"],
          ],
        })
      ).verdict,
    ).toBe("warning");
    expect(await at({ A: ["192.0.2.3"] })).toMatchObject({
      verdict: "warning",
      records: [expect.stringMatching(/^bounces\.example\.org\. MX 10 /)],
    });
    expect((await at({})).verdict).toBe("problem");
    const from = await finding("from-mx", { "news.example.org": { MX: [[0, ""]] } });
    expect(from).toMatchObject({ verdict: "problem", about: "news.example.org" });
  });

  test("has a List-Id below a domain of ours", async () => {
    const config = { lists: "{weekly: {name: Weekly, listId: weekly.example.com}}" };
    expect(await finding("list-id", {}, { config })).toMatchObject({
      verdict: "warning",
      about: "weekly.example.com",
    });
  });
});

describe("letterpress doctor --resolver", () => {
  test("asks that server, prints records to copy, and exits with 1 for a problem", async () => {
    await using relay = await relayWith({ extensions: ["PIPELINING", "SIZE 20000000"] });
    await using project = await newsletter({ port: relay.server.port, readers: 1 });
    await using server = await startDnsServer(
      zones({ "bounces.example.org": undefined, "_dmarc.example.org": undefined }),
    );
    const { code, out } = await letterpressHere(
      project.root,
      "doctor",
      "--only",
      "dns",
      "--resolver",
      server.address,
    );
    expect(code).toBe(1);
    expect(out).toMatch(/problem +bounces\.example\.org: There is no SPF record\./);
    expect(out).toContain('_dmarc.example.org. TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.org"');
    expect(server.questions).toEqual(
      expect.arrayContaining(["TXT bounces.example.org", "TXT _dmarc.news.example.org"]),
    );
    const wrong = await letterpressHere(project.root, "doctor", "--resolver", "dns.example.org");
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("is not a DNS server") });
  });
});
