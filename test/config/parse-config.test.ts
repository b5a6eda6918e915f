import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { knownNames } from "../../src/config/known-names.ts";
import { clientsNamed } from "../../src/model/mail-clients.ts";
import { senderIdentity } from "../../src/message/sender-identity.ts";
import { configText } from "../support/config-text.ts";
import { configOf, read } from "../support/configuration.ts";

const atLine = (line: number, column = 1) => ({ file: "letterpress.yaml", line, column });

describe("the smallest configuration", () => {
  test("gets a default for everything else", () => {
    expect(configOf(configText())).toEqual({
      root: "/news",
      file: "letterpress.yaml",
      name: "The Weekly",
      lists: [
        {
          id: "weekly",
          name: "Weekly",
          sender: {
            name: "The Weekly",
            listName: "Weekly",
            from: { name: "Ada", email: "ada@example.org" },
            postalAddress: ["1 Sample Street"],
            siteUrl: "https://news.example.org",
            listId: "weekly.news.example.org",
          },
          senderAt: {
            from: atLine(2),
            postalAddress: atLine(3),
            siteUrl: atLine(4),
            replyTo: atLine(2),
            listId: atLine(2),
            bounceDomain: atLine(2),
          },
        },
      ],
      fields: {},
      tags: {},
      relays: [
        {
          name: "main",
          host: "smtp.example.org",
          port: 587,
          security: "starttls",
          connections: 5,
          depth: 1,
          weight: 1,
          timeouts: {
            connectMs: 30_000,
            greetingMs: 60_000,
            commandMs: 300_000,
            dataMs: 120_000,
            dotMs: 600_000,
            messageMs: 900_000,
          },
        },
      ],
      dkim: [],
      pace: {},
      retry: {
        stepsMs: [300_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 3_600_000],
        giveUpMs: 86_400_000,
      },
      rules: [],
      clients: clientsNamed(["apple-mail", "gmail", "outlook", "yahoo"]),
      online: { skip: [], keepMs: 7 * 86_400_000, intranet: false },
      images: "attached",
      archive: "/news/public",
      service: expect.objectContaining({ host: "127.0.0.1", port: 8025, confirmWithinMs: 604_800_000 }),
      store: "/news/.letterpress/store.sqlite",
    });
  });
});

test("each thing of a sender has its place, so that a finding of it names its line", () => {
  const lists = "{weekly: {name: W}, monthly: {name: M, listId: m.example.org}}";
  const config = configOf(configText({ lists, replyTo: "desk@example.org", bounceDomain: "b.example.org" }));
  const shared = { replyTo: atLine(7), bounceDomain: atLine(8) };
  expect(config.lists.map(({ senderAt }) => senderAt)).toMatchObject([
    { ...shared, listId: atLine(2) },
    { ...shared, listId: atLine(5, 47) },
  ]);
});

describe("a configuration", () => {
  test("of the sample newsletter has no finding", async () => {
    const text = await readFile(new URL("../../letterpress.yaml", import.meta.url), "utf8");
    const config = configOf(text);
    expect(config.lists[0]?.sender.postalAddress).toEqual([
      "Letterpress",
      "1 Composing Room",
      "Example City 12345",
    ]);
    expect(config.fields).toEqual({
      firstName: { description: "What the reader likes to be called" },
      city: { default: "your town", description: "Where the reader lives" },
      language: { description: "The language the reader likes to read, such as de or pt-BR" },
    });
    expect(config.tags).toEqual({ member: { description: "Pays for the newsletter" } });
    expect(knownNames(config)).toEqual({
      fields: ["firstName", "city", "language"],
      tags: ["member"],
      lists: ["weekly"],
      types: config.fields,
    });
    expect(config.relays[0]).toMatchObject({
      user: "letterpress",
      password: { env: "LETTERPRESS_SMTP_PASSWORD" },
    });
    expect(config.pace).toEqual({ perSecond: 50 });
  });

  test("makes addresses canonical and keeps what belongs to the sender", () => {
    const text = configText({
      from: "{name: Ada, email: Ada@Bücher.Example.org}",
      replyTo: "Desk@EXAMPLE.org",
      bounceDomain: "bounces.example.org",
      feedbackId: "weekly_1",
    });
    expect(configOf(text).lists[0]?.sender).toMatchObject({
      from: { name: "Ada", email: "Ada@xn--bcher-kva.example.org" },
      replyTo: "Desk@example.org",
      bounceDomain: "bounces.example.org",
      feedbackId: "weekly_1",
    });
  });

  test.each([
    ["https://news.example.org", "https://news.example.org", "weekly.news.example.org"],
    ["https://news.example.org/", "https://news.example.org", "weekly.news.example.org"],
    ["https://example.org/news//", "https://example.org/news", "weekly.example.org"],
    ["https://News.Example.org:8443", "https://News.Example.org:8443", "weekly.news.example.org"],
  ])("with the site %s names its lists after it", (written, siteUrl, listId) => {
    const sender = configOf(configText({ siteUrl: written })).lists[0]?.sender;
    expect(sender).toMatchObject({ siteUrl, listId });
    expect(sender === undefined ? undefined : senderIdentity(sender)).toMatchObject({ siteUrl, listId });
  });

  test("may name a list otherwise, because a List-Id must never change", () => {
    const lists = "{weekly: {name: W, listId: old.example.org}, monthly: {name: M}}";
    expect(
      configOf(configText({ lists })).lists.map(({ id, sender }) => [id, sender.listName, sender.listId]),
    ).toEqual([
      ["weekly", "W", "old.example.org"],
      ["monthly", "M", "monthly.news.example.org"],
    ]);
  });

  test("may declare a tag with nothing to say about it, in any script", () => {
    const tags = "\n  member:\n  förderer-2025: {description: Gave money}";
    expect(configOf(configText({ tags })).tags).toEqual({
      member: {},
      "förderer-2025": { description: "Gave money" },
    });
  });

  test("knows a tag by its letters, however they were typed", () => {
    const config = configOf(configText({ tags: "{fo\u0308rderer: {}}" }));
    expect(Object.keys(config.tags)).toEqual(["f\u00f6rderer"]);
  });

  test.each(["email", "status", "tags", "Email"])(
    "may not declare a field %s, which an imported file could not bring",
    (name) => {
      const { config, sentences } = read(configText({ fields: `{${name}: {}}` }));
      expect(config).toBeUndefined();
      expect(sentences).toEqual([
        expect.stringMatching(/cannot be a field's name: .* imported file .* Choose another\./),
      ]);
    },
  );

  test("may declare a field with nothing to say about it", () => {
    const fields = "\n  firstName:\n  city: {default: Rome}\n  constructor: {default: x}";
    const config = configOf(configText({ fields }));
    expect(config.fields).toEqual({
      firstName: {},
      city: { default: "Rome" },
      constructor: { default: "x" },
    });
    expect(Object.keys(config.fields)).toEqual(["firstName", "city", "constructor"]);
  });

  test("says of what type a field is", () => {
    const fields =
      "\n  born: {type: date}\n  age: {type: number}\n  plan: {type: choice, options: [Gold, cafe\u0301]}";
    const config = configOf(configText({ fields }));
    expect(config.fields).toEqual({
      born: { type: "date" },
      age: { type: "number" },
      plan: { type: "choice", options: ["Gold", "caf\u00e9"] },
    });
    expect(knownNames(config).types).toEqual(config.fields);
  });

  test.each([
    ["250ms", 250],
    ["30s", 30_000],
    ["5m", 300_000],
    ["24h", 86_400_000],
    ["24d", 2_073_600_000],
    ["1ms", 1],
  ])("may wait %s", (written, ms) => {
    const text = configText({ retry: `{after: [${written}], giveUp: ${written}}` });
    expect(configOf(text).retry).toEqual({ stepsMs: [ms], giveUpMs: ms });
  });

  test("may wait otherwise for a relay, each step by itself", () => {
    const relay = "[{host: smtp.example.org, timeouts: {connect: 1s, dot: 2m}}]";
    expect(configOf(configText({ relays: relay })).relays[0]?.timeouts).toMatchObject({
      connectMs: 1000,
      dotMs: 120_000,
      dataMs: 120_000,
    });
  });

  test("resolves its paths against its folder", () => {
    const relays = "[{host: smtp.example.org, user: u, password: {file: secret.txt}}]";
    const config = configOf(configText({ relays, store: "data/x.sqlite" }));
    expect(config.store).toBe("/news/data/x.sqlite");
    expect(config.relays[0]).toMatchObject({ password: { file: "/news/secret.txt" } });
    expect(configOf(configText({ store: "/var/x.sqlite" })).store).toBe("/var/x.sqlite");
  });

  test.each([
    ["", 587],
    ["security: starttls", 587],
    ["security: tls", 465],
    ["security: tls, port: 2465", 2465],
  ])("a relay with {%s} is at port %i", (written, port) => {
    const relays = `[{host: smtp.example.org${written === "" ? "" : `, ${written}`}}]`;
    expect(configOf(configText({ relays })).relays).toMatchObject([{ port }]);
  });

  test("keeps every relay in its order", () => {
    const relays = "[{host: a.example.org}, {name: second, host: 192.0.2.7, port: 465, security: tls}]";
    expect(configOf(configText({ relays })).relays).toMatchObject([
      { name: "main", host: "a.example.org" },
      { name: "second", host: "192.0.2.7" },
    ]);
  });

  test.each(["localhost", "127.0.0.1", "127.8.8.8", '"::1"'])("may speak without TLS to %s", (host) => {
    const config = configOf(configText({ relays: `[{host: ${host}, security: none}]` }));
    expect(config.relays[0]).toMatchObject({ security: "none" });
  });
});

describe("a list", () => {
  test("has a public archive only when it says so", () => {
    expect(configOf(configText()).lists[0]?.sender.hasArchive).toBeUndefined();
    const lists = (archive: string) => configText({ lists: `{weekly: {name: Weekly, archive: ${archive}}}` });
    expect(configOf(lists("true")).lists[0]?.sender.hasArchive).toBe(true);
    expect(configOf(lists("false")).lists[0]?.sender.hasArchive).toBeUndefined();
    expect(read(lists("public")).config).toBeUndefined();
  });
});

describe("threads", () => {
  test("may be any number a machine has use for, 0 for none", () => {
    expect(configOf(configText({ threads: "0" })).threads).toBe(0);
    expect(configOf(configText({ threads: "64" })).threads).toBe(64);
  });

  test.each(["-1", "65", "1.5", "many"])("are not %s", (threads) => {
    expect(read(configText({ threads })).sentences).toHaveLength(1);
  });
});
