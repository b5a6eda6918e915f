import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../../../src/doctor/examination.ts";
import { rsaKey, type TestKey } from "../../support/dkim-verifier.ts";
import { startDnsServer, type Zone } from "../../support/dns-server.ts";
import { letterpressHere } from "../../support/letterpress-here.ts";
import { signedByMailauth } from "../../support/sign-elsewhere.ts";
import type { TempProject } from "../../support/temp-project.ts";
import { newsletter, relayWith, reported } from "../../e2e/newsletter.ts";

const key = rsaKey();
const dkim = "dkim: [{ domain: news.example.org, selector: news, key: { env: KEY } }]\n";
const environment = { KEY: key.privateKeyPem };

const zones: Readonly<Record<string, Zone>> = {
  "bounces.example.org": { TXT: ["v=spf1 ip4:192.0.2.0/24 -all"] },
  "_dmarc.example.org": { TXT: ["v=DMARC1; p=reject; rua=mailto:d@example.org"] },
  "news._domainkey.news.example.org": { TXT: [key.record] },
};

/** A newsletter that signs, and the test mail that went to its relay. */
async function probed(
  more = dkim,
): Promise<TempProject & { readonly mail: string; readonly returnPath: string }> {
  await using relay = await relayWith();
  const project = await newsletter({ port: relay.server.port, readers: 1, more });
  const args = ["doctor", "--only", "probe", "--probe", "zoe@example.com"];
  const { code, out } = await letterpressHere({ folder: project.root, environment }, ...args);
  expect(out).toMatch(/good +main: main \(127\.0\.0\.1:\d+\) has taken it for zoe@example\.com/);
  expect(out).toMatch(/unseen +main: .*--probe-file mail\.eml/);
  expect(code).toBe(0);
  expect(relay.server.kept).toHaveLength(1);
  const [kept] = relay.server.kept;
  if (kept === undefined) throw new Error("nothing arrived");
  expect(kept.envelope.to).toEqual(["zoe@example.com"]);
  expect(await reported(project.root)).toBeUndefined();
  return { ...project, mail: kept.bytes.toString("latin1"), returnPath: kept.envelope.from };
}

/** What the doctor says of a mail that was saved. */
async function examined(
  project: TempProject,
  mail: string,
  changes: Readonly<Record<string, Zone>> = {},
  broken: readonly string[] = [],
) {
  await writeFile(join(project.root, "mail.eml"), mail, "latin1");
  await using dns = await startDnsServer({ ...zones, ...changes }, broken);
  const args = ["doctor", "--only", "probe", "--probe-file", "mail.eml", "--resolver", dns.address, "--json"];
  const { code, out, err } = await letterpressHere({ folder: project.root, environment }, ...args);
  if (out === "") throw new Error(err);
  const { findings } = JSON.parse(out) as { readonly findings: readonly Finding[] };
  const found = Object.fromEntries(findings.map((one) => [one.examination.slice("probe/".length), one]));
  return {
    code,
    found,
    verdicts: Object.fromEntries(
      findings.map(({ examination, verdict }) => [examination.slice("probe/".length), verdict]),
    ),
  };
}

function received(returnPath: string, from = "192.0.2.7"): string {
  return [
    `Return-Path: <${returnPath}>`,
    `Received: from relay.example.net (relay.example.net [${from}]) by mx.example.com with ESMTPS; x`,
    "",
  ].join("\r\n");
}

const allGood = {
  dkim: "good",
  "signed-headers": "good",
  spf: "good",
  dmarc: "good",
  "return-path": "good",
  "list-headers": "good",
};

describe("A test mail", () => {
  test("that arrived as it was sent is good in everything, and what the receiving host says is told with it", async () => {
    await using project = await probed();
    const { mail, returnPath } = project;
    const own = await examined(project, received(returnPath) + mail);
    expect(own.verdicts).toEqual(allGood);
    expect(own.code).toBe(0);
    expect(own.found.dmarc?.says).toBe("DKIM and SPF vouch for news.example.org.");
    const told =
      "Authentication-Results: mx.example.com; dkim=pass header.d=news.example.org; spf=pass; dmarc=pass\r\n";
    const both = await examined(project, received(returnPath) + told + mail);
    expect(both.verdicts).toEqual(allGood);
    expect(both.found.spf?.says).toBe("mx.example.com says spf=pass. From 192.0.2.7 it is pass.");
    const judgedOtherwise = await examined(
      project,
      received(returnPath) + told.replaceAll("pass", "fail") + mail,
    );
    expect(judgedOtherwise.verdicts).toMatchObject({ dkim: "problem", spf: "problem", dmarc: "problem" });
  });

  test("that was changed on the way, or came from elsewhere, is told what broke", async () => {
    await using project = await probed();
    const { mail, returnPath } = project;
    const changed = await examined(
      project,
      received(returnPath) + mail.replace("Nothing has", "Everything has"),
    );
    expect(changed.verdicts).toMatchObject({ dkim: "problem", dmarc: "good", spf: "good" });
    expect(changed.found.dkim?.says).toContain("something changed it on the way");
    const elsewhere = await examined(
      project,
      received(returnPath, "203.0.113.5") + mail.replace("Nothing has", "Everything has"),
    );
    expect(elsewhere.verdicts).toMatchObject({ dkim: "problem", dmarc: "problem", spf: "problem" });
    expect(elsewhere.found.dmarc?.says).toContain("its policy is reject");
    expect(elsewhere.code).toBe(1);
    const rewritten =
      received("x@relay.example.net") +
      mail.replace(/^List-Unsubscribe: .*$/m, "List-Unsubscribe: <https://relay.example.net/leave>");
    const replaced = await examined(project, rewritten, {
      "relay.example.net": { TXT: ["v=spf1 ip4:192.0.2.7 -all"] },
    });
    expect(replaced.verdicts).toMatchObject({
      "return-path": "warning",
      "list-headers": "problem",
      spf: "warning",
      dkim: "problem",
    });
    expect(JSON.stringify(replaced.found)).not.toMatch(/\/u\/[a-z2-7]{32}/);
  });

  test("of which nobody wrote down where it came from is not said to fail, and what is no mail is told so", async () => {
    await using project = await probed("");
    const bare = await examined(project, project.mail);
    expect(bare.verdicts).toMatchObject({ spf: "unseen", dmarc: "unseen", "return-path": "unseen" });
    expect(bare.found.dmarc?.says).toContain("Whether SPF vouches for news.example.org cannot be told");
    const told = "Authentication-Results: mx.example.com; spf=pass\r\n";
    expect((await examined(project, told + project.mail)).verdicts).toMatchObject({
      spf: "good",
      dmarc: "unseen",
    });
    for (const text of ["", "No mail: a list of what to buy\n"]) {
      await project.write("mail.eml", text);
      const args = ["doctor", "--only", "probe", "--probe-file", "mail.eml"];
      const wrong = await letterpressHere(project.root, ...args);
      expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("mail.eml is no mail: it") });
    }
  });

  test("that nobody signed is a problem, and one whose signature covers too little", async () => {
    await using project = await probed("");
    const { mail, returnPath } = project;
    const unsigned = await examined(project, received(returnPath) + mail);
    expect(unsigned.verdicts).toEqual({
      dkim: "problem",
      spf: "good",
      dmarc: "good",
      "return-path": "good",
      "list-headers": "good",
    });
    const sign = async (signer: TestKey, headerList: string) =>
      received(returnPath) + (await signedByMailauth(mail, signer, { headerList }));
    const little = await examined(project, await sign(key, "from:to:subject:date:message-id"));
    expect(little.verdicts).toMatchObject({ dkim: "good", "signed-headers": "problem" });
    expect(little.found["signed-headers"]?.says).toContain("List-Unsubscribe, List-Unsubscribe-Post");
    const foreign = rsaKey({ domain: "relay.example.net" });
    const zone = { "news._domainkey.relay.example.net": { TXT: [foreign.record] } };
    const theirs = await examined(project, await sign(foreign, "from:to:subject"), zone);
    expect(theirs.verdicts).toMatchObject({ dkim: "problem", dmarc: "good" });
    expect(theirs.found.dkim?.says).toContain("is not of the sender's organisation");
  });

  test("whose domains may be joined by a record that does not answer is not said to be somebody else's", async () => {
    await using project = await probed("");
    const above = rsaKey({ domain: "example.org" });
    const signed = await signedByMailauth(project.mail, above, { headerList: "from:to:subject" });
    const { verdicts, found } = await examined(
      project,
      received(project.returnPath) + signed,
      {
        "news._domainkey.example.org": { TXT: [above.record] },
        "_dmarc.news.example.org": { TXT: ["v=DMARC1; p=reject; rua=mailto:d@example.org"] },
      },
      ["_dmarc.example.org"],
    );
    expect(verdicts).toMatchObject({ dkim: "unseen", spf: "unseen", dmarc: "unseen" });
    expect(found.dkim?.says).toContain("whether it is of the sender's organisation is not known");
    expect(found.spf?.says).toContain("it is not known whether it is of the sender's organisation");
    expect(found.dmarc?.says).toContain("Whether DKIM or SPF vouches for news.example.org cannot be told");
  });

  test("is not sent without its key, and nobody is mailed for a wrong word", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 1, more: dkim });
    const keyless = await letterpressHere(
      project.root,
      "doctor",
      "--only",
      "probe",
      "--probe",
      "zoe@example.com",
    );
    expect(keyless).toMatchObject({ code: 1, out: expect.stringContaining("Messages cannot be signed") });
    for (const args of [
      ["--only", "probe"],
      ["--offline", "--probe", "zoe@example.com"],
      ["--only", "probe", "--probe", "zoe"],
      ["--only", "probe", "--probe-file", "gone.eml"],
    ])
      expect(await letterpressHere(project.root, "doctor", ...args)).toMatchObject({ code: 2 });
    expect(relay.server.kept).toEqual([]);
  });
});
