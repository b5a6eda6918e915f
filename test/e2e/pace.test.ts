import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { configText, issue, newsletter, relayWith, start, until } from "./newsletter.ts";

const groups = `pace:
  perSecond: 1000
  domains:
    - { domains: [a.example.org, b.example.org], perHour: 2, connections: 1 }
`;

describe("The pace of a newsletter", () => {
  test("is in the plan with what decides, and in --json", async () => {
    await using relay = await relayWith();
    const limits = `    pace: { perHour: 5 }\n    warmUp: [3, 500]\n`;
    const more = "pace: { perSecond: 2 }\n";
    await using project = await newsletter({ port: relay.server.port, relay: limits, more, readers: 6 });
    const { out, code } = await letterpress(project.root, "send", issue, "--dry-run");
    expect(code).toBe(0);
    expect(out.replaceAll(/ +/g, " ")).toContain(
      [
        " pace about 24 hours, 0.3 an hour on the whole; the limit of the relay main decides",
        " the relay main: 5 in an hour, day 1 of its warm-up: 3 in 24 hours",
        " all mail: 2 a second",
      ].join("\n"),
    );
    const json = JSON.parse((await letterpress(project.root, "send", issue, "--dry-run", "--json")).out);
    expect(json.plan.pace).toMatchObject({
      durationMs: 86_400_000,
      limits: [
        { limited: { of: "relay", relay: "main" }, quotas: [{ span: "hour" }, { span: "warm-up", day: 1 }] },
        { limited: { of: "all" }, pace: { perSecond: 2 }, messages: 6 },
      ],
    });
  }, 60_000);

  test("that is used up is told, holds in the next run and the next issue, and holds up nobody else", async () => {
    await using relay = await relayWith();
    const readers = 9;
    await using project = await newsletter({ port: relay.server.port, more: groups, readers });
    const file = ["email", ...["a", "a", "b", "b"].map((at, index) => `g${index}@${at}.example.org`)].join(
      "\n",
    );
    await project.write("group.csv", `${file}\n`);
    expect((await letterpress(project.root, "subscribers", "import", "group.csv")).code).toBe(0);
    const first = start(project.root, ["send", issue, "--yes"]);
    await until(() => relay.server.kept.length === readers + 2 && first.said().includes("used up"));
    expect(first.said()).toMatch(
      /The pace of a\.example\.org and b\.example\.org is used up: 2 messages in an hour\. The next may go (on [\d-]+ )?at \d\d:\d\d\./,
    );
    const status = await letterpress(project.root, "status");
    expect(status.out).toContain(
      "The pace of a.example.org and b.example.org is used up: 2 messages in an hour.",
    );
    const [reported] = JSON.parse((await letterpress(project.root, "status", "--json")).out);
    expect(reported.usedUp).toMatchObject([{ limited: { of: "domains" }, span: "hour", most: 2 }]);
    first.child.kill("SIGTERM");
    expect(await first.finished).toMatchObject({ code: 143, err: expect.stringContaining("2 readers left") });
    const second = start(project.root, ["send", issue, "--yes"]);
    await until(() => second.said().includes("used up"));
    expect(relay.server.kept).toHaveLength(readers + 2);
    expect((await letterpress(project.root, "pause", issue)).code).toBe(0);
    expect(await second.finished).toMatchObject({ code: 1 });
    // Another process may send to everybody whom this limit does not name.
    await project.write("letterpress.yaml", configText({ port: relay.server.port }));
    expect((await letterpress(project.root, "resume", issue, "--yes")).code).toBe(0);
    expect(relay.server.kept).toHaveLength(readers + 4);
  }, 60_000);

  test("is halved while the relay asks for less, which is told", async () => {
    await using relay = await relayWith({
      rcpt: ({ message }) => (message === 5 ? "451 4.7.0 Too many messages, slow down" : undefined),
    });
    const more = "pace: { perSecond: 40 }\n";
    await using project = await newsletter({ port: relay.server.port, more, readers: 25 });
    const { code, err } = await letterpress(project.root, "send", issue, "--yes");
    expect(code).toBe(0);
    expect(err).toContain("has to slow down:");
    expect(err).toContain("451 4.7.0 Too many messages, slow down");
    expect(relay.server.kept).toHaveLength(25);
  }, 60_000);
});
