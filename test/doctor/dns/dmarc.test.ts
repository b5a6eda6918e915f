import { Resolver } from "node:dns/promises";
import { describe, expect, test } from "@jest/globals";
import { dmarc as judgeElsewhere } from "mailauth/lib/dmarc/index.js";
import { openDns } from "../../../src/doctor/dns/dns.ts";
import { parseDmarc } from "../../../src/doctor/dns/dmarc/parse-dmarc.ts";
import { isAligned, policyInForce, walkTree } from "../../../src/doctor/dns/dmarc/walk-tree.ts";
import { startDnsServer, type Zone } from "../../support/dns-server.ts";

/** Records by the domain they hold for. */
async function walked(records: Readonly<Record<string, string>>, from: string, vouched: string, others = {}) {
  const zones: Record<string, Zone> = { ...others };
  for (const [domain, text] of Object.entries(records)) zones[`_dmarc.${domain}`] = { TXT: [text] };
  await using server = await startDnsServer(zones);
  const dns = openDns([server.address]);
  const [tree, other] = [await walkTree(dns, from), await walkTree(dns, vouched)];
  const { status } = await dns.txt(from);
  const policy = policyInForce(from, tree, status !== "no-name");
  const resolver = new Resolver();
  resolver.setServers([server.address]);
  const theirs = await judgeElsewhere({
    headerFrom: from,
    spfDomains: [],
    dkimDomains: [{ id: "1", domain: vouched }],
    strict: true,
    resolver: (name: string, type: string) => resolver.resolve(name, type) as Promise<string[][]>,
  });
  if (theirs === false) throw new Error("mailauth finds no author");
  return {
    ours: {
      organisation: tree.organisation,
      policyDomain: policy?.at,
      aligned: policy !== undefined && isAligned(tree, other, policy.record.strictDkim),
    },
    theirs: {
      organisation: theirs.domain,
      policyDomain: theirs.policyDomain,
      aligned: theirs.status.result === "pass",
    },
    policy,
    asked: tree.steps.map(({ domain }) => domain),
  };
}

describe("The tree walk of RFC 9989", () => {
  test.each([
    [
      "its own record",
      { "news.example.org": "v=DMARC1; p=none" },
      "news.example.org",
      "news.example.org",
      "news.example.org",
      true,
    ],
    [
      "a record above both",
      { "example.org": "v=DMARC1; p=none" },
      "news.example.org",
      "bounces.example.org",
      "example.org",
      true,
    ],
    [
      "a record of its own and none above both",
      { "news.example.org": "v=DMARC1; p=none" },
      "news.example.org",
      "bounces.example.org",
      "news.example.org",
      false,
    ],
    [
      "the one above, which is asked for strictly",
      { "example.org": "v=DMARC1; p=none; adkim=s" },
      "news.example.org",
      "example.org",
      "example.org",
      false,
    ],
    [
      "an organisation that begins below another",
      { "news.example.org": "v=DMARC1; p=none; psd=n", "example.org": "v=DMARC1; p=reject" },
      "news.example.org",
      "example.org",
      "news.example.org",
      false,
    ],
    [
      "a domain above all organisations",
      { "co.example": "v=DMARC1; p=reject; psd=y" },
      "news.shop.co.example",
      "mail.shop.co.example",
      "shop.co.example",
      true,
    ],
    [
      "two neighbours below such a domain",
      { "co.example": "v=DMARC1; p=reject; psd=y" },
      "news.shop.co.example",
      "mail.other.co.example",
      "shop.co.example",
      false,
    ],
    [
      "the highest record",
      {
        "a.b.example.org": "v=DMARC1; p=none",
        "b.example.org": "v=DMARC1; p=none",
        "example.org": "v=DMARC1; p=none",
      },
      "a.b.example.org",
      "c.example.org",
      "example.org",
      true,
    ],
    [
      "something behind the version that means nothing",
      { "news.example.org": "v=DMARC1; p=none; =bad; word" },
      "news.example.org",
      "news.example.org",
      "news.example.org",
      true,
    ],
    [
      "a tag that stands twice",
      { "news.example.org": "v=DMARC1; p=none; p=none", "example.org": "v=DMARC1; p=none" },
      "news.example.org",
      "example.org",
      "example.org",
      true,
    ],
    [
      "a text that is no record",
      { "example.org": "v=dmarc1; p=none", "news.example.org": "v=DMARC1; p=none" },
      "news.example.org",
      "example.org",
      "news.example.org",
      false,
    ],
  ])(
    "finds, with %s, the organisation that mailauth finds",
    async (_, records, from, vouched, organisation, aligned) => {
      const { ours, theirs } = await walked(records, from, vouched);
      expect(ours).toEqual(theirs);
      expect(ours).toMatchObject({ organisation, aligned });
    },
  );

  test("cuts a long name to seven labels after the first question, and asks eight times at most", async () => {
    const { asked, ours, theirs } = await walked(
      { "example.org": "v=DMARC1; p=none" },
      "a.b.c.d.e.f.g.h.i.example.org",
      "example.org",
    );
    expect(asked).toEqual([
      "a.b.c.d.e.f.g.h.i.example.org",
      "e.f.g.h.i.example.org",
      "f.g.h.i.example.org",
      "g.h.i.example.org",
      "h.i.example.org",
      "i.example.org",
      "example.org",
      "org",
    ]);
    expect(ours).toEqual(theirs);
  });

  test("stops at a record that says where an organisation begins", async () => {
    const { asked } = await walked(
      { "news.example.org": "v=DMARC1; p=none; psd=n" },
      "a.news.example.org",
      "example.org",
    );
    expect(asked).toEqual(["a.news.example.org", "news.example.org"]);
  });
});

describe("The policy in force", () => {
  const above = { "example.org": "v=DMARC1; p=reject; sp=quarantine; np=none" };
  const there = { "news.example.org": { A: ["192.0.2.1"] } };

  test("is sp of the organisation for a subdomain, np for one that does not exist, p for itself", async () => {
    expect((await walked(above, "news.example.org", "example.org", there)).policy).toMatchObject({
      tag: "sp",
      policy: "quarantine",
    });
    expect((await walked(above, "gone.example.org", "example.org", there)).policy).toMatchObject({
      tag: "np",
      policy: "none",
    });
    expect((await walked(above, "example.org", "example.org", there)).policy).toMatchObject({
      tag: "p",
      policy: "reject",
    });
    expect((await walked({}, "news.example.org", "example.org", there)).policy).toBeUndefined();
  });
});

describe("A DMARC record", () => {
  test("is read with its tags, and what is wrong in it is told", () => {
    const text =
      "v=DMARC1; p=Quarantine; np=rejct; t=y; psd=n; aspf=x; pct=50; rua=mailto:a@example.org, b@example.org";
    expect(parseDmarc(text)).toEqual({
      text,
      p: "quarantine",
      psd: "n",
      isTesting: true,
      strictDkim: false,
      strictSpf: false,
      rua: ["mailto:a@example.org", "b@example.org"],
      faults: [
        "np=rejct is no policy",
        "aspf=x is neither r nor s",
        "rua=b@example.org is no mailto: address",
        "pct no longer means anything (RFC 9989)",
      ],
    });
    for (const none of ["p=none; v=DMARC1", "v=DMARC12; p=none", "v=DMARC1; p=none; p=reject", ""])
      expect(parseDmarc(none)).toBeUndefined();
    expect(parseDmarc("v=DMARC1; p=reject; =bad; word; rua=mailto:a@example.org")).toMatchObject({
      p: "reject",
      rua: ["mailto:a@example.org"],
      faults: ['"=bad" is no tag', '"word" is no tag'],
    });
  });
});
