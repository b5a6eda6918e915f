import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "@jest/globals";
import { signedTokens } from "../../src/base/token.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { erasePerson } from "../../src/store/erase-person.ts";
import { countVotes } from "../../src/store/votes.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

const hello = "2026-09-01-hello";
const more = `
  - poll:
      id: press
      question: Do you print, {{firstName|reader}}?
      options:
        - { id: "yes", title: I <do> }
        - { id: "no", title: I do not }
        - { id: "soon", title: Soon }
  - poll: { id: other, question: Really?, options: [{ id: "yes", title: "Yes!" }, { id: "no", title: "No!" }] }
`;

async function withPoll() {
  const service = await testService();
  const { store } = service;
  const ada = await service.reader("ada@example.org", { firstName: "<i>Ada</i>" });
  const bob = await service.reader("bob@example.org");
  const mailing = await sentIssue(service, { id: hello, text: issueText({ more }) });
  const key = await linkKey(store);
  const link = (reader: number, rest: string, purpose: "web" | "vote" | "bounce" = "vote") =>
    `/v/${signedTokens(key, mailing.id, reader)(purpose)}${rest}`;
  return { service, store, ada, bob, link, counted: () => countVotes(store, hello) };
}

const yes = { vote: "yes" };

describe("a vote", () => {
  test("is asked for with a button: the link of the mail changes nothing", async () => {
    const { service, ada, link, counted } = await withPoll();
    await using _ = service;
    for (const method of ["GET", "HEAD"]) {
      const answer = await service.ask(link(ada.id, "/press/yes"), { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-robots-tag")).toBe("noindex");
    }
    const page = await (await service.ask(link(ada.id, "/press/yes"))).text();
    expect(page).toContain("Do you print, &lt;i&gt;Ada&lt;/i&gt;?</h1>");
    expect(page).toContain("You have chosen: \u2068I &lt;do&gt;\u2069");
    expect(page).toContain(`<form method="post" action="${link(ada.id, "/press/yes")}">`);
    expect(page).toContain(`<a href="${link(ada.id, "/press/no")}">`);
    expect(page).not.toContain("%");
    expect(await counted()).toEqual([]);
  });

  test("is written by the button, once, and can be changed", async () => {
    const { service, ada, bob, link, counted } = await withPoll();
    await using _ = service;
    for (const [reader, option] of [
      [ada, "yes"],
      [bob, "yes"],
      [ada, "yes"],
      [ada, "no"],
    ] as const) {
      const answer = await service.post(link(reader.id, `/press/${option}`), yes);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, link(reader.id, "/press")]);
    }
    expect(await counted()).toEqual([
      { poll: "press", option: "no", votes: 1 },
      { poll: "press", option: "yes", votes: 1 },
    ]);
    const page = await (await service.ask(link(ada.id, "/press"))).text();
    expect(page).toContain("You voted for: \u2068I do not\u2069");
    expect(page).toContain("50% · 1");
    expect(page).toContain("0% · 0");
    expect(page).toContain(`<a href="${link(ada.id, "/press/yes")}">`);
    const again = await (await service.ask(link(ada.id, "/press/yes"))).text();
    expect(again).toContain("Your vote so far: \u2068I do not\u2069");
  });

  test("is seen of others only by who has voted", async () => {
    const { service, ada, bob, link } = await withPoll();
    await using _ = service;
    await service.post(link(bob.id, "/press/yes"), yes);
    for (const rest of ["/press", "/press/yes", "/press/no"]) {
      const page = await (await service.ask(link(ada.id, rest))).text();
      expect(page).not.toMatch(/\d ?%|Votes:/);
    }
    expect(await (await service.ask(link(ada.id, "/press"))).text()).toContain(
      `<a href="${link(ada.id, "/press/soon")}">`,
    );
    expect(await (await service.ask(link(bob.id, "/press/yes"))).text()).toContain("100% · 1");
  });

  test("needs a link of its own: what else is asked is 404, 405, 400 or 415, and writes nothing", async () => {
    const { service, ada, link, counted } = await withPoll();
    await using _ = service;
    const unknown = [
      link(ada.id, "/press/maybe"),
      link(ada.id, "/lunch/yes"),
      link(ada.id, "/constructor/yes"),
      link(ada.id, "/press/__proto__"),
      link(ada.id, "/press/yes", "web"),
      link(ada.id, "/press/yes", "bounce"),
      link(99_999, "/press/yes"),
      `/v/${ada.token}/press/yes`,
      "/v/x/press/yes",
    ];
    for (const path of unknown) {
      expect([path, (await service.ask(path)).status]).toEqual([path, 404]);
      expect([path, (await service.post(path, yes)).status]).toEqual([path, 404]);
    }
    const path = link(ada.id, "/press/yes");
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      const answer = await service.ask(path, { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
    expect((await service.post(link(ada.id, "/press"), yes)).status).toBe(405);
    for (const fields of [
      {},
      { vote: "no" },
      "vote=yes&vote=yes",
      { "vote[]": "yes" },
      "__proto__[vote]=yes",
    ])
      expect((await service.post(path, fields)).status).toBe(400);
    expect((await service.post(path, "vote=yes", { "Content-Type": "application/json" })).status).toBe(415);
    expect((await service.post(path, `vote=yes&x=${"a".repeat(1_000_000)}`)).status).toBe(413);
    expect(await counted()).toEqual([]);
  });

  test("is gone with who is erased, and their links open nothing any more", async () => {
    const { service, store, ada, bob, link, counted } = await withPoll();
    await using _ = service;
    for (const reader of [ada, bob]) await service.post(link(reader.id, "/press/yes"), yes);
    const address = { email: "ada@example.org", key: "ada@example.org" };
    await erasePerson(store, { address, source: "test", now: 1 });
    expect(await counted()).toEqual([{ poll: "press", option: "yes", votes: 1 }]);
    expect((await service.ask(link(ada.id, "/press"))).status).toBe(404);
    expect((await service.post(link(ada.id, "/press/no"), yes)).status).toBe(404);
  });

  test("is answered with 503 while the store is locked, and the page can be read all the same", async () => {
    const { service, ada, link, counted } = await withPoll();
    await using _ = service;
    using other = new DatabaseSync(service.service.config.store);
    other.exec("begin immediate");
    const answer = await service.post(link(ada.id, "/press/yes"), yes);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    expect((await service.ask(link(ada.id, "/press/yes"))).status).toBe(200);
    other.exec("rollback");
    expect(await counted()).toEqual([]);
    expect((await service.post(link(ada.id, "/press/yes"), yes)).status).toBe(303);
    expect(await counted()).toEqual([{ poll: "press", option: "yes", votes: 1 }]);
  });

  test("counts for its own poll only", async () => {
    const { service, ada, link, counted } = await withPoll();
    await using _ = service;
    await service.post(link(ada.id, "/press/yes"), yes);
    await service.post(link(ada.id, "/other/no"), yes);
    expect(await counted()).toEqual([
      { poll: "other", option: "no", votes: 1 },
      { poll: "press", option: "yes", votes: 1 },
    ]);
  });
});

describe("letterpress votes", () => {
  test("prints the results of every poll, without a name", async () => {
    const { service, ada, bob, link } = await withPoll();
    await using _ = service;
    await service.post(link(ada.id, "/press/yes"), yes);
    await service.post(link(bob.id, "/press/yes"), yes);
    const { root } = service.project;
    const shown = await letterpressHere(root, "votes", hello);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain("Do you print, reader?");
    expect(shown.out).toContain("  2 100% ████████████████████ I <do>\n");
    expect(shown.out).toContain("  0   0% ···················· I do not\n");
    expect(shown.out).toContain("  2 votes\n");
    expect(shown.out).not.toContain("Ada");
    const json = await letterpressHere(root, "votes", `issues/${hello}.yaml`, "--json");
    expect(JSON.parse(json.out)).toEqual([
      {
        id: "press",
        question: "Do you print, reader?",
        options: [
          { id: "yes", title: "I <do>", votes: 2 },
          { id: "no", title: "I do not", votes: 0 },
          { id: "soon", title: "Soon", votes: 0 },
        ],
        votes: 2,
      },
      expect.objectContaining({ id: "other", votes: 0 }),
    ]);
  });

  test("says so when the issue was never sent", async () => {
    await using service = await testService();
    const { code, err } = await letterpressHere(service.project.root, "votes", "2026-01-01-none");
    expect(code).not.toBe(0);
    expect(err).toContain('No issue "2026-01-01-none" was sent.');
  });
});
