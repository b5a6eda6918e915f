import { describe, expect, test } from "@jest/globals";
import { authority } from "../support/certificates.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { type Script, startInboxServer, startScriptedServer } from "../support/smtp-server.ts";
import { heldRelay, stopped } from "./held-relay.ts";
import {
  configText,
  connections,
  issue,
  newsletter,
  relayWith,
  reported,
  start,
  until,
} from "./newsletter.ts";

/** More relays below the first one of the newsletter, which gets these lines first. */
function relays(first: string, ...others: readonly string[]): string {
  return [`    ${first}`, ...others.map((other) => `  - { host: 127.0.0.1, security: none, ${other} }`)].join(
    "\n",
  );
}

/** A port at which nobody listens any more. */
async function deadPort(): Promise<number> {
  const server = await startScriptedServer();
  await server.close();
  return server.port;
}

describe("a newsletter with several relays", () => {
  test("shows the plan of all, sends through all in the proportion of their weights, and asks for no choice", async () => {
    await using main = await relayWith();
    await using second = await relayWith();
    await using standby = await relayWith();
    const more = relays(
      "weight: 3",
      `name: second, port: ${second.server.port}, connections: 2, depth: 2`,
      `name: spare, port: ${standby.server.port}, connections: 1, weight: 0`,
    );
    await using project = await newsletter({ port: main.server.port, readers: 80, relay: more });
    const planned = await letterpress(project.root, "send", issue, "--dry-run");
    expect(planned.out).toContain(`through    main (127.0.0.1:${main.server.port}), 75 %`);
    expect(planned.out).toContain(`           second (127.0.0.1:${second.server.port}), 25 %`);
    expect(planned.out).toContain(
      `           spare (127.0.0.1:${standby.server.port}), a standby, when no other works`,
    );
    expect(planned.out).toContain(`at most ${connections + 4 + 1} readers`);
    const sent = await letterpress(project.root, "send", issue, "--yes");
    expect(sent).toMatchObject({ code: 0, err: expect.stringContaining("submitted 80") });
    expect(Math.abs(second.server.kept.length - 20)).toBeLessThanOrEqual(5);
    expect(main.server.kept.length + second.server.kept.length).toBe(80);
    expect(standby.server.kept).toHaveLength(0);
    expect((await reported(project.root))?.relays).toEqual([
      { relay: "main", submitted: main.server.kept.length },
      { relay: "second", submitted: second.server.kept.length },
    ]);
  }, 60_000);

  test("warns of a relay that does not answer before anything is frozen, and sends through the other", async () => {
    await using main = await relayWith();
    const more = relays("weight: 1", `name: dead, port: ${await deadPort()}`);
    await using project = await newsletter({ port: main.server.port, readers: 20, relay: more });
    const { code, err } = await letterpress(project.root, "send", issue, "--yes");
    expect(err).toMatch(/^warning The relay dead \(127\.0\.0\.1:\d+\) cannot be reached/m);
    expect(err).toContain("The others send meanwhile.");
    expect(err).toContain("submitted 20");
    expect(code).toBe(0);
  }, 60_000);

  test("freezes nothing when none of them answers, and names each", async () => {
    await using main = await relayWith({ connect: "554 5.7.1 Not you" });
    const more = relays("weight: 1", `name: dead, port: ${await deadPort()}`);
    await using project = await newsletter({ port: main.server.port, readers: 20, relay: more });
    const { code, err } = await letterpress(project.root, "send", issue, "--yes");
    expect(code).toBe(1);
    expect(err).toContain("None of the 2 relays can be used:\n");
    expect(err).toMatch(/ {2}The relay main .* turned us away/);
    expect(err).toMatch(/ {2}The relay dead .* cannot be reached/);
    expect(await reported(project.root)).toBeUndefined();
  }, 60_000);

  test("goes through some of them only when that is asked for, and what is printed to go on says so", async () => {
    await using main = await relayWith();
    await using second = await relayWith({ mail: "550 5.7.1 Not from you" });
    const more = relays("weight: 1", `name: second, port: ${second.server.port}`, "name: third, port: 9");
    await using project = await newsletter({ port: main.server.port, readers: 20, relay: more });
    const only = await letterpress(project.root, "send", issue, "--yes", "--relay", "second");
    expect(only.code).toBe(1);
    expect(only.err).toContain(`Go on with: npx letterpress send ${issue} --relay second\n`);
    const both = ["--relay", "second", "--relay", "main"];
    const sent = await letterpress(project.root, "send", issue, "--yes", ...both);
    expect(sent.err).toMatch(/refuses our mail.*It is out of this run\. The mailing goes on through main\./);
    expect(sent).toMatchObject({ code: 0, err: expect.stringContaining("submitted 20") });
  }, 60_000);

  test("names the relay of each uncertain reader, and nobody gets them through the other", async () => {
    const lost: Script = { dot: ({ to }) => (/^r[1-4]@/.test(to) ? { keep: true, next: "end" } : undefined) };
    await using main = await relayWith(lost);
    await using second = await relayWith(lost);
    const more = relays("weight: 1", `name: second, port: ${second.server.port}`);
    await using project = await newsletter({ port: main.server.port, readers: 20, relay: more });
    const { code, err } = await letterpress(project.root, "send", issue, "--yes");
    expect(code).toBe(1);
    expect(err).toContain("submitted 16, uncertain 4");
    const sent = [...main.server.kept, ...second.server.kept].map(({ envelope }) => envelope.to.join());
    expect(sent.length).toBe(new Set(sent).size);
    for (const { email, relay } of (await reported(project.root))?.deliveries ?? []) {
      const { kept } = relay === "main" ? main.server : second.server;
      expect(kept.map(({ envelope }) => envelope.to.join())).toContain(email);
      expect(err).toContain(`  ${email}, through the relay ${relay}\n`);
    }
    const status = await letterpress(project.root, "status");
    expect(status.out).toMatch(/^ +\d+ {2}through the relay main\n +\d+ {2}through the relay second$/m);
    expect(status.out).toMatch(
      /uncertain r1@example\.org, through the relay (?:main|second): After the whole/,
    );
    // Whoever runs the relay is to be asked, also when it is no longer one of the newsletter's.
    await project.write(
      "letterpress.yaml",
      configText({ port: main.server.port }).replace("name: main", "name: new"),
    );
    const later = await letterpress(project.root, "status");
    expect(later.out).toMatch(
      /uncertain r1@example\.org, through the relay (?:main|second): After the whole/,
    );
  }, 60_000);

  test("reaches a relay by the TLS and the login that letterpress.yaml says, and prints no secret", async () => {
    const auth = { user: "editor", password: "s3cr3t-t0ken" };
    const server = await startInboxServer({ security: "starttls", auth, authMethods: ["XOAUTH2"] });
    try {
      await using project = await newsletter({ port: 9, readers: 5 });
      await project.write("authority.pem", authority());
      const link =
        "user: editor, auth: { method: xoauth2, accessToken: { env: TOKEN } }, tls: { ca: authority.pem }";
      const text = configText({ port: 9 }).replace(
        /relays:\n(?: .*\n)+/,
        `relays:\n  - { host: localhost, port: ${server.port}, ${link} }\n`,
      );
      await project.write("letterpress.yaml", text);
      const sent = (TOKEN: string) =>
        letterpress({ folder: project.root, environment: { TOKEN } }, "send", issue, "--yes");
      const refused = await sent("old-t0ken");
      expect(refused.err).toContain('did not accept the user "editor" with the access token');
      expect(refused.err).not.toContain("old-t0ken");
      expect((await sent(auth.password)).err).toContain("submitted 5");
      expect(server.messages).toHaveLength(5);
    } finally {
      await server.close();
    }
  }, 60_000);

  test("is gone on with by run-due, through all of them", async () => {
    await using main = await heldRelay(3);
    await using second = await relayWith({ dot: { afterMs: 30 } });
    const more = relays("weight: 1", `name: second, port: ${second.server.port}, connections: 2`);
    await using project = await newsletter({ port: main.server.port, readers: 40, relay: more });
    const sender = start(project.root, ["send", issue, "--yes"]);
    await until(() => main.server.kept.length > 2);
    expect((await stopped(sender, main)).err).toContain(`Go on with: npx letterpress send ${issue}\n`);
    expect(await letterpress(project.root, "run-due")).toMatchObject({ code: 0 });
    expect(main.server.kept.length + second.server.kept.length).toBe(40);
    expect(second.server.kept.length).toBeGreaterThan(5);
  }, 60_000);
});
