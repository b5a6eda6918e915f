import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { ofDns } from "../../../src/doctor/dns/all.ts";
import { type Dns, openDns } from "../../../src/doctor/dns/dns.ts";
import { lookAtDns } from "../../../src/doctor/dns/look-at-dns.ts";
import { dmarcLine, mxLine, spfLine } from "../../../src/doctor/dns/records.ts";
import { examine, type Finding } from "../../../src/doctor/examination.ts";
import { newsletter, relayWith } from "../../e2e/newsletter.ts";
import { configText } from "../../support/config-text.ts";
import { startDnsServer, startSilentDnsServer } from "../../support/dns-server.ts";
import { letterpressHere } from "../../support/letterpress-here.ts";
import { look, rsa, troubles, usual, zones } from "./looking.ts";

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

describe("A DNS server", () => {
  const troublesWith = async (dns: Dns): Promise<readonly Finding[]> => {
    const { config, problems } = parseConfig({ file: "letterpress.yaml", text: configText(usual) }, "/news");
    if (config === undefined) throw new Error(JSON.stringify(problems));
    const findings = examine(ofDns, await lookAtDns(config, [rsa], config.relays, dns));
    return findings.filter(({ verdict }) => verdict !== "good");
  };

  test("that nobody answers at is told once, by its name", async () => {
    expect(await troublesWith(openDns(["127.0.0.1:1"]))).toMatchObject([
      { examination: "dns/server", says: expect.stringContaining("nobody answers at 127.0.0.1:1") },
    ]);
  });

  test("that says nothing is given up after three questions, and told once", async () => {
    await using server = await startSilentDnsServer();
    const dns = openDns([server.address]);
    const why = "there was no answer in time";
    const names = ["a.example.org", "b.example.org", "c.example.org"];
    const first = await Promise.all(names.map((name) => dns.txt(name)));
    const silence = { status: "unanswered", why, isBroken: false, isSilence: true };
    expect(first).toEqual(names.map(() => silence));
    expect(dns.silence()).toBe(why);
    expect(await troublesWith(dns)).toMatchObject([
      { examination: "dns/server", says: expect.stringContaining(why) },
    ]);
    expect(new Set(server.questions)).toEqual(new Set(names.map((name) => `TXT ${name}`)));
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
