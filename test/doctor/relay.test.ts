import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { SmtpRelayConfig } from "../../src/config/config.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { examine, type Finding } from "../../src/doctor/examination.ts";
import { ofRelay } from "../../src/doctor/relay/all.ts";
import { lookAtRelay, type RelaySeen } from "../../src/doctor/relay/look-at-relay.ts";
import { atLeastMs } from "../../src/doctor/relay/speed.ts";
import { type Script, startScriptedServer, type Step } from "../support/scripted-server.ts";
import { standardTimeouts } from "../../src/model/relay.ts";
import { newsletter, relayWith, reported } from "../e2e/newsletter.ts";
import { trustTestAuthority } from "../support/certificates.ts";
import { startDnsServer } from "../support/dns-server.ts";
import { startInboxServer } from "../support/inbox-server.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { configText } from "../support/config-text.ts";
import { parseConfig } from "../../src/config/parse-config.ts";

const now = Date.UTC(2026, 8, 1);
const auth = { user: "ada", password: "the-password-of-the-press" };
let untrust: () => void;

beforeAll(() => {
  untrust = trustTestAuthority();
});
afterAll(() => untrust());

function relayAt(port: number, changes: Partial<SmtpRelayConfig> = {}): SmtpRelayConfig {
  return {
    name: "main",
    host: "127.0.0.1",
    port,
    security: "none",
    connections: 5,
    depth: 1,
    weight: 1,
    timeouts: standardTimeouts,
    ...changes,
  };
}

async function look(relay: SmtpRelayConfig, given: Partial<RelaySeen> = {}): Promise<RelaySeen> {
  const { config } = parseConfig({ file: "letterpress.yaml", text: configText() }, "/news");
  if (config === undefined) throw new Error("no configuration");
  const environment = { RELAY_PASSWORD: auth.password };
  const seen = await lookAtRelay(config, relay, { now, environment, readers: 1_000, beyondAscii: 0 });
  return { ...seen, ...given };
}

function findings(seen: RelaySeen): Readonly<Record<string, Finding>> {
  return Object.fromEntries(
    examine(ofRelay, seen).map((one) => [one.examination.slice("relay/".length), one]),
  );
}

function hangsUpTheSecondTime(): Step {
  let count = 0;
  return () => {
    count += 1;
    return count > 1 ? { next: "end" } : undefined;
  };
}

describe("A relay that breaks the connection off while it is only asked", () => {
  test.each<[string, Script]>([
    ["NOOP", { noop: { next: "end" } }],
    ["NOOP", { noop: { say: "\u0000 what is no SMTP" } }],
    ["EHLO", { ehlo: hangsUpTheSecondTime() }],
  ])("at %s (%j) is told to do so", async (command, script) => {
    const server = await startScriptedServer(script);
    try {
      const { reachable } = findings(await look(relayAt(server.port)));
      expect(reachable).toMatchObject({
        verdict: "warning",
        says: expect.stringContaining(`breaks the connection off at ${command}`),
      });
    } finally {
      await server.close();
    }
  });
});

describe("A relay that is well", () => {
  test.each([
    ["tls", "TLSv1.2 and TLSv1.3", {}],
    ["starttls", "TLSv1.2", { maxVersion: "TLSv1.2" }],
  ] as const)(
    "with security %s is logged in to, and says what it speaks: %s",
    async (security, spoken, options) => {
      const server = await startInboxServer({ security, auth, tls: options });
      try {
        const relay = relayAt(server.port, {
          security,
          user: auth.user,
          password: { env: "RELAY_PASSWORD" },
        });
        const found = findings(await look(relay));
        expect(Object.values(found).map(({ verdict }) => verdict)).toEqual(Array(6).fill("good"));
        expect(found.tls?.says).toContain(`it speaks ${spoken}.`);
        expect(found.certificate?.says).toMatch(/for localhost, 127\.0\.0\.1.* from 2020-\d\d-\d\d to 2120-/);
        expect(found.login?.says).toBe("It takes the login of ada.");
        expect(found.extensions?.says).toMatch(/PIPELINING.*8BITMIME.*SMTPUTF8.*It lacks .*CHUNKING/);
        expect(server.messages).toEqual([]);
        expect(JSON.stringify(found)).not.toContain(auth.password);
      } finally {
        await server.close();
      }
    },
  );

  test("has the time of its answers measured, and what that means for the list", async () => {
    await using relay = await relayWith({ extensions: ["PIPELINING", "CHUNKING", "SIZE 20971520"] });
    const seen = await look(relayAt(relay.server.port, { connections: 4, depth: 8 }));
    expect(seen.visit?.roundTripsMs).toHaveLength(7);
    expect(relay.server.commands.filter((line) => /^(MAIL|RCPT|DATA|BDAT)/.test(line))).toEqual([]);
    if (seen.visit === undefined) throw new Error("no visit");
    const slow = (depth: number, extensions: readonly string[], changes: Partial<RelaySeen> = {}) =>
      findings({
        ...seen,
        relay: relayAt(1, { connections: 4, depth }),
        visit: { ...seen.visit, extensions, roundTripsMs: [60, 50, 40] } as NonNullable<RelaySeen["visit"]>,
        ...changes,
      }).speed;
    expect(slow(1, ["PIPELINING"])?.says).toContain("about 40 messages a second at most");
    expect(slow(1, [])?.says).toContain("about 20 messages a second at most");
    expect(slow(2, ["PIPELINING"])?.says).toContain("about 80 messages a second at most");
    expect(slow(8, ["PIPELINING", "CHUNKING"])?.says).toContain("about 640 messages a second at most");
    expect(slow(1, ["PIPELINING"], { readers: 400_000 })).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("400,000 readers take 2.8 hours at least."),
      remedy: expect.stringContaining("connections"),
    });
    // With a pace that is slower than the line, more connections would change nothing.
    expect(slow(1, ["PIPELINING"], { readers: 400_000, pace: { perSecond: 10 } })).toMatchObject({
      verdict: "good",
      says: expect.stringContaining("The pace decides: 400,000 readers take 11.1 hours at least."),
    });
  });

  test("may have a quota that is used up at once", () => {
    expect(atLeastMs({ perHour: 500 }, "main", 500)).toBe(0);
    expect(atLeastMs({ perHour: 500 }, "main", 501)).toBe(3_600_000);
    expect(atLeastMs({ relays: { main: { perDay: 100 } } }, "main", 250)).toBe(2 * 86_400_000);
    expect(atLeastMs({ relays: { other: { perDay: 100 } }, perMinute: 60 }, "main", 240)).toBe(240_000);
  });
});

describe("A relay with trouble", () => {
  test.each(["expired", "other-host"] as const)(
    "shows a certificate (%s) whose dates and names are told",
    async (name) => {
      const server = await startInboxServer({ security: "tls", auth, certificate: name });
      try {
        const found = findings(await look(relayAt(server.port, { security: "tls", host: "localhost" })));
        expect(Object.keys(found)).toEqual(["certificate"]);
        expect(found.certificate).toMatchObject({
          verdict: "problem",
          says: expect.stringMatching(
            name === "expired" ? /expired.* to 2021-/ : /another host.*for mail\.example\.org/,
          ),
          remedy: expect.stringMatching(/\.$/),
        });
      } finally {
        await server.close();
      }
    },
  );

  test("has a certificate that ends soon", async () => {
    const server = await startInboxServer({ security: "tls" });
    try {
      const seen = await look(relayAt(server.port, { security: "tls" }));
      const until = seen.visit?.tls?.certificate.until ?? 0;
      expect(findings({ ...seen, now: until - 3 * 86_400_000 }).certificate).toMatchObject({
        verdict: "warning",
        says: expect.stringContaining("3 days from now"),
      });
    } finally {
      await server.close();
    }
  });

  test("has a certificate that is over and that nobody looks at", async () => {
    const server = await startInboxServer({ security: "tls", certificate: "expired" });
    try {
      const tls = { rejectUnauthorized: false };
      const found = findings(await look(relayAt(server.port, { security: "tls", tls })));
      expect(found.certificate).toMatchObject({
        verdict: "warning",
        says: expect.stringMatching(/ to 2021-\d\d-\d\d, over for [\d,]+ days\.$/),
      });
    } finally {
      await server.close();
    }
  });

  test("refuses the password, and is looked at all the same", async () => {
    const server = await startInboxServer({ security: "tls", auth: { user: "ada", password: "another" } });
    try {
      const relay = relayAt(server.port, {
        security: "tls",
        user: "ada",
        password: { env: "RELAY_PASSWORD" },
      });
      const found = findings(await look(relay));
      expect(found.login).toMatchObject({
        verdict: "problem",
        says: expect.stringContaining('did not accept the user "ada"'),
      });
      expect(found.certificate?.verdict).toBe("good");
      expect(found.extensions?.verdict).toBe("good");
      const without = findings(
        await look(relayAt(server.port, { security: "tls", user: "ada", password: { env: "NOT_SET" } })),
      );
      expect(without.login?.verdict).toBe("unseen");
      expect(without.tls?.verdict).toBe("good");
    } finally {
      await server.close();
    }
  });

  test("is not there, or offers no TLS", async () => {
    await using relay = await relayWith();
    const { port } = relay.server;
    expect(findings(await look(relayAt(port, { security: "starttls" })))).toMatchObject({
      tls: { verdict: "problem", says: expect.stringContaining("does not offer STARTTLS") },
    });
    await relay.server.close();
    const gone = findings(await look(relayAt(port)));
    expect(gone).toMatchObject({
      reachable: { verdict: "problem", says: expect.stringContaining("refused") },
    });
    expect(Object.keys(gone)).toEqual(["reachable"]);
  });

  test("lacks what it should offer", async () => {
    await using relay = await relayWith({ extensions: ["SIZE 1000000"] });
    const seen = await look(relayAt(relay.server.port, { depth: 8 }), { beyondAscii: 12 });
    const warnings = examine(ofRelay, seen).filter(({ verdict }) => verdict === "warning");
    expect(warnings.map(({ says }) => says)).toEqual([
      expect.stringContaining("Without PIPELINING"),
      expect.stringContaining("no message above 977 KB"),
      expect.stringContaining("12 of the readers"),
    ]);
    await using piped = await relayWith({ extensions: ["PIPELINING"] });
    const deep = examine(ofRelay, await look(relayAt(piped.server.port, { depth: 8 })));
    expect(deep.find(({ verdict }) => verdict === "warning")?.remedy).toContain("Set its depth to 2");
  });
});

describe("letterpress doctor", () => {
  test("looks at every relay or at those that are named, mails nobody, and connects to none offline", async () => {
    await using relay = await relayWith({ extensions: ["PIPELINING", "SIZE 20000000"] });
    const more = `  - { name: second, host: 127.0.0.1, port: 1, security: none }`;
    await using project = await newsletter({ port: relay.server.port, readers: 3, relay: more });
    await using dns = await startDnsServer({});
    const resolver = ["--resolver", dns.address];
    const offline = await letterpressHere(project.root, "doctor", "--offline");
    expect(offline).toMatchObject({ code: 0, err: "" });
    expect(relay.server.connections).toBe(0);
    const named = JSON.parse(
      (await letterpressHere(project.root, "doctor", "--relay", "main", "--json", ...resolver)).out,
    );
    const ofMain = named.findings.filter(({ part }: Finding) => part === "relay");
    expect(ofMain.map(({ about }: Finding) => about)).toEqual(Array(5).fill("main"));
    const all = await letterpressHere(project.root, "doctor", ...resolver);
    expect(all.code).toBe(1);
    expect(all.out).toMatch(/problem +second: The relay second \(127\.0\.0\.1:1\) cannot be reached/);
    expect(relay.server.kept).toEqual([]);
    expect(await reported(project.root)).toBeUndefined();
    expect(await letterpressHere(project.root, "doctor", "--relay", "third")).toMatchObject({
      code: 2,
      out: "",
    });
    const { config } = await readConfig(project.root);
    expect(config?.relays).toHaveLength(2);
  });
});
