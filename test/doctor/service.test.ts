import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { systemClock } from "../../src/base/clock.ts";
import { lookupThrough, openDns } from "../../src/doctor/dns/dns.ts";
import { examine, type Finding } from "../../src/doctor/examination.ts";
import { ofService } from "../../src/doctor/service/all.ts";
import { lookAtService, type ServiceSeen } from "../../src/doctor/service/look-at-service.ts";
import { findSubscriptionByToken } from "../../src/store/subscriptions.ts";
import { newsletter } from "../e2e/newsletter.ts";
import { type CertificateName, trustTestAuthority } from "../support/certificates.ts";
import { startDnsServer } from "../support/dns-server.ts";
import { type HttpsSite, startHttpsSite } from "../support/https-site.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { testService } from "../support/readers-service.ts";

let untrust: () => void;

beforeAll(() => {
  untrust = trustTestAuthority();
});
afterAll(() => untrust());

/** A site with the name that its certificate is for, and DNS that leads there. */
async function site(name: CertificateName = "other-host") {
  const dns = await startDnsServer({ "mail.example.org": { A: ["127.0.0.1"] } });
  const server = await startHttpsSite(name);
  const url = `https://mail.example.org:${server.port}`;
  return {
    server,
    dns,
    url,
    look: (now = systemClock.now) =>
      lookAtService(url, { clock: { now }, lookup: lookupThrough(openDns([dns.address])) }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await dns[Symbol.asyncDispose]();
    },
  };
}

function findings(seen: ServiceSeen): Readonly<Record<string, Finding>> {
  return Object.fromEntries(
    examine(ofService, seen).map((one) => [one.examination.slice("service/".length), one]),
  );
}

/** What is found of a site that answers so. */
async function found(
  answer: Parameters<HttpsSite["answerWith"]>[0],
): Promise<Readonly<Record<string, Finding>>> {
  await using there = await site();
  there.server.answerWith(answer);
  return findings(await there.look());
}

describe("The readers' service behind a web server", () => {
  test("is good in everything, and nobody has left by it", async () => {
    await using there = await site();
    await using service = await testService({ site: there.url });
    const { token } = await service.reader("ada@example.org");
    there.server.answerWith((request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/metrics") return new Response("", { status: 404 });
      return service.app.fetch(request, { incoming: { socket: { remoteAddress: "127.0.0.1" } } });
    });
    const seen = await there.look();
    const all = findings(seen);
    expect(Object.entries(all).filter(([, { verdict }]) => verdict !== "good")).toEqual([]);
    expect(Object.keys(all)).toHaveLength(ofService.length);
    expect(all.certificate?.says).toContain("for mail.example.org");
    expect(all["one-click"]?.says).toContain("answered with 404, by the readers' service");
    const links = there.server.asked.filter((one) => one.includes("/u/"));
    expect(links.map((one) => one.split(" ")[0]).toSorted()).toEqual(["GET", "HEAD", "POST", "POST"]);
    expect(new Set(links.map((one) => one.split("/u/")[1])).size).toBe(4);
    expect((await findSubscriptionByToken(service.store, token))?.state).toBe("confirmed");
  });

  test("shows /metrics to everybody, which is a warning", async () => {
    await using there = await site();
    await using service = await testService({ site: there.url });
    there.server.answerWith((request) =>
      service.app.fetch(request, { incoming: { socket: { remoteAddress: "127.0.0.1" } } }),
    );
    expect(findings(await there.look()).private).toMatchObject({
      verdict: "warning",
      says: "Everybody can read /metrics.",
    });
  });

  test("whose answers a web server changes or keeps is a problem", async () => {
    await using there = await site();
    await using service = await testService({ site: there.url });
    there.server.answerWith(async (request) => {
      const answer = await service.app.fetch(request, {
        incoming: { socket: { remoteAddress: "127.0.0.1" } },
      });
      answer.headers.set("Cache-Control", "max-age=600");
      return answer;
    });
    const problems = examine(ofService, await there.look()).filter(({ verdict }) => verdict === "problem");
    expect(problems.map(({ says }) => says)).toEqual([expect.stringContaining("max-age=600")]);
  });
});

describe("A site at which something else answers", () => {
  test("with a redirect breaks RFC 8058, and where it leads is told without the token", async () => {
    const all = await found((request) =>
      Response.redirect(request.url.replace("mail.example.org", "www.example.org"), 301),
    );
    expect(all["one-click"]).toMatchObject({
      verdict: "problem",
      says: expect.stringMatching(/301 to https:\/\/www\.example\.org:\d+\/u\/…; RFC 8058/),
    });
    expect(all.get?.verdict).toBe("warning");
    expect(JSON.stringify(all)).not.toMatch(/\/u\/[a-z2-7]{32}/);
  });

  test.each([
    [200, "says yes to everything"],
    [404, "by something else than the readers' service"],
    [403, "something stands before the service"],
    [502, "is answered with 502"],
  ])("with %s is a problem", async (status, says) => {
    const all = await found(() => new Response("", { status }));
    expect(all["one-click"]).toMatchObject({ verdict: "problem", says: expect.stringContaining(says) });
    expect(all.private?.verdict).toBe("unseen");
    expect(all.health).toMatchObject({
      verdict: "unseen",
      says: expect.stringContaining(status === 200 ? "something else" : "not handed on from outside"),
    });
  });

  test("that takes the one form of the POST and not the other is a problem, too", async () => {
    await using there = await site();
    await using service = await testService({ site: there.url });
    there.server.answerWith((request) =>
      request.headers.get("content-type")?.startsWith("multipart/") === true
        ? new Response("", { status: 415 })
        : service.app.fetch(request, { incoming: { socket: { remoteAddress: "127.0.0.1" } } }),
    );
    expect(findings(await there.look())["one-click"]).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("as a multipart form is answered with 415"),
    });
  });
});

describe("A site that cannot be reached", () => {
  test.each([
    ["expired", / to 2021-/],
    ["localhost", /for localhost, 127\.0\.0\.1/],
  ] as const)(
    "shows a certificate (%s) that is refused, and its names and dates are told",
    async (name, words) => {
      await using there = await site(name);
      const all = findings(await there.look());
      expect(Object.keys(all)).toEqual(["certificate"]);
      expect(all.certificate).toMatchObject({ verdict: "problem", says: expect.stringMatching(words) });
      expect(there.server.asked).toEqual([]);
    },
  );

  test("has no address, or nobody listens there", async () => {
    await using there = await site();
    const options = { clock: systemClock, lookup: lookupThrough(openDns([there.dns.address])) };
    const unknown = findings(await lookAtService("https://gone.example.org", options));
    expect(unknown.reachable).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("the host name is not known"),
    });
    await there.server[Symbol.asyncDispose]();
    expect(findings(await there.look()).reachable).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("refused"),
    });
  });

  test("has a clock that differs, by little or by much", async () => {
    await using there = await site();
    const ahead = (ms: number) => there.look(() => systemClock.now() + ms);
    expect(findings(await ahead(60_000)).clock).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("ahead of"),
    });
    expect(findings(await ahead(-3_600_000)).clock).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("60 minutes behind"),
    });
  });
});

describe("letterpress doctor --only", () => {
  test("looks at the parts that are named, by the DNS server that is named", async () => {
    await using there = await site();
    await using service = await testService({ site: there.url });
    there.server.answerWith((request) => service.app.fetch(request, { incoming: { socket: {} } }));
    await using project = await newsletter({ port: 1, readers: 0 });
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(`${project.root}/letterpress.yaml`, "utf8");
    await project.write("letterpress.yaml", text.replace(/^siteUrl: .*$/m, `siteUrl: ${there.url}`));
    const resolver = ["--resolver", there.dns.address];
    const { code, out } = await letterpressHere(
      project.root,
      "doctor",
      "--only",
      "service",
      "--json",
      ...resolver,
    );
    expect(code).toBe(0);
    const told = JSON.parse(out) as { readonly findings: readonly Finding[] };
    expect(new Set(told.findings.map(({ part }) => part))).toEqual(new Set(["service"]));
    expect(await letterpressHere(project.root, "doctor", "--only", "services")).toMatchObject({ code: 2 });
    expect(await letterpressHere(project.root, "doctor", "--only", "dns", "--offline")).toMatchObject({
      code: 2,
    });
  });
});
