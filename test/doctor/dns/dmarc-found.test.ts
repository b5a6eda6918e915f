import { describe, expect, test } from "@jest/globals";
import { parseConfig } from "../../../src/config/parse-config.ts";
import { dmarc } from "../../../src/doctor/dns/dmarc/dmarc.ts";
import { openDns } from "../../../src/doctor/dns/dns.ts";
import { lookAtDns } from "../../../src/doctor/dns/look-at-dns.ts";
import { examine } from "../../../src/doctor/examination.ts";
import { lookAtMail } from "../../../src/doctor/probe/look-at-mail.ts";
import { systemClock } from "../../../src/base/clock.ts";
import { configText } from "../../support/config-text.ts";
import { startDnsServer, type Zone } from "../../support/dns-server.ts";

const own = "v=DMARC1; p=reject; rua=mailto:d@news.example.org";

/** What is said of DMARC for mail from news.example.org, and the policy that a test mail from there would meet. */
async function found(zones: Readonly<Record<string, Zone>>, broken: readonly string[] = []) {
  await using server = await startDnsServer(zones, broken);
  const dns = openDns([server.address]);
  const text = configText({ from: "{name: Weekly, email: hello@news.example.org}" });
  const { config } = parseConfig({ file: "letterpress.yaml", text }, "/news");
  if (config === undefined) throw new Error("the configuration cannot be read");
  const findings = examine([dmarc], await lookAtDns(config, [], [], dns));
  const mail = Buffer.from("From: hello@news.example.org\r\n\r\nHello\r\n");
  const given = {
    siteUrl: "https://news.example.org",
    returnPath: "news.example.org",
    dns,
    clock: systemClock,
  };
  const { policy, policyUnanswered } = await lookAtMail(mail, "mail.eml", given);
  return {
    told: findings.map(({ verdict, says }) => `${verdict}: ${says}`),
    policy: policy?.policy ?? policyUnanswered?.replace(/.+/, "unknown"),
  };
}

describe("The DMARC record of a domain", () => {
  test("holds also where its parent has two, which is told beside it", async () => {
    const two = { TXT: ["v=DMARC1; p=none", "v=DMARC1; p=reject"] };
    const { told, policy } = await found({
      "_dmarc.news.example.org": { TXT: [own] },
      "_dmarc.example.org": two,
    });
    expect(told).toEqual([
      expect.stringMatching(/^good: _dmarc\.news\.example\.org says/),
      expect.stringMatching(/^warning: There is more than one record at _dmarc\.example\.org/),
    ]);
    expect(policy).toBe("reject");
    const above = await found({ "_dmarc.example.org": two });
    expect(above.told).toEqual([expect.stringMatching(/^problem: There is more than one/)]);
  });

  test("that cannot be looked up is not taken for none, whatever its parent says", async () => {
    const { told, policy } = await found({ "_dmarc.example.org": { TXT: [own] } }, [
      "_dmarc.news.example.org",
    ]);
    expect(told).toEqual([expect.stringMatching(/^unseen: _dmarc\.news\.example\.org cannot be looked up/)]);
    expect(policy).toBe("unknown");
    const ownHolds = await found({ "_dmarc.news.example.org": { TXT: [own] } }, ["_dmarc.example.org"]);
    expect(ownHolds.policy).toBe("reject");
  });
});
