import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../src/base/problem.ts";
import type { Config } from "../../src/config/config.ts";
import { knownNames } from "../../src/config/known-names.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { clientsNamed } from "../../src/model/mail-clients.ts";
import { senderIdentity } from "../../src/message/sender-identity.ts";
import { configText } from "../support/config-text.ts";

function read(text: string) {
  const { config, problems } = parseConfig({ file: "letterpress.yaml", text }, "/news");
  return { config, sentences: problems.map(formatProblem) };
}

function configOf(text: string): Config {
  const { config, sentences } = read(text);
  expect(sentences).toEqual([]);
  if (config === undefined) throw new Error("no configuration");
  return config;
}

describe("the pace", () => {
  test("is that of all mail, of groups of domains, and of each relay with its warm-up", () => {
    const config = configOf(
      configText({
        relays:
          "[{host: a.example.org, pace: {perHour: 900}, warmUp: [200, 500]}, {name: second, host: b.example.org}]",
        pace: "{perDay: 9000, domains: [{domains: [a.example.org, b.example.org], perMinute: 300, connections: 2}]}",
      }),
    );
    expect(config.pace).toEqual({
      perDay: 9_000,
      domains: [{ domains: ["a.example.org", "b.example.org"], perMinute: 300, connections: 2 }],
      relays: { main: { perHour: 900, warmUp: [200, 500] } },
    });
  });

  test("names no domain twice", () => {
    const group = "{domains: [a.example.org], perHour: 1}";
    expect(read(configText({ pace: `{domains: [${group}, ${group}]}` })).sentences).toEqual([
      expect.stringContaining('"a.example.org" is named a second time among the domains with a pace.'),
    ]);
  });
});

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

describe("the archive", () => {
  test.each([
    ["site", "/news/site"],
    ["./site/", "/news/site"],
    ["docs/news", "/news/docs/news"],
    ["Öffentliches Blatt", "/news/Öffentliches Blatt"],
  ])("may be %s", (archive, path) => {
    expect(configOf(configText({ archive, images: "hosted" }))).toMatchObject({
      archive: path,
      images: "hosted",
    });
  });

  test.each([
    ...[
      ".",
      "..",
      "../site",
      "site/../..",
      "/srv/www",
      "site//news",
      "~/../x/..",
      '"C:\\\\site"',
      '""',
      '" "',
    ],
    ...["issues", "issues/public", "Templates", "src/site", "node_modules/x", ".git", "site/.git", "a\\b"],
  ])("is refused outside of the newsletter, and where nothing is meant to be published: %s", (archive) => {
    const { config, sentences } = read(configText({ archive }));
    expect(config).toBeUndefined();
    expect(sentences).toEqual([expect.stringContaining("is not a folder for what is published.")]);
  });

  test("holds neither the store nor a password", () => {
    const relays = "[{host: smtp.example.org, user: ada, password: {file: public/secret}}]";
    const { sentences } = read(configText({ store: "public/store.sqlite", relays }));
    expect(sentences).toEqual([
      expect.stringContaining('"public/secret" lies in the archive, which is published.'),
      expect.stringContaining('"public/store.sqlite" lies in the archive, which is published.'),
    ]);
    expect(read(configText({ store: "publications/store.sqlite" })).sentences).toEqual([]);
  });
});

describe("a configuration that is wrong", () => {
  const relay = (inside: string) => `[{host: smtp.example.org, ${inside}}]`;
  const shortWord = "Use small letters, digits and hyphens.";

  test.each([
    ["name", '" "', "Write it."],
    ["name", "42", "Put quotes round it."],
    ["name", '"A\\nBcc: b@example.org"', "Write it on one."],
    ["from", "ada@example.org", "Write its keys on the lines below, each with a colon: name, email."],
    ["from", "{name: Ada}", "Add a text."],
    ["from", "{name: Ada, email: nobody}", "Write it like news@example.org."],
    ["from", '{name: Ada, email: "a@example.org, b@example.org"}', "Write it like news@example.org."],
    ["from", '{name: "A\\nB", email: a@example.org}', "Write it on one."],
    ["from", "{name: Ada, emial: a@example.org, email: a@example.org}", 'Did you mean "email"?'],
    ["from", "{name: Jörg, email: jörg@example.org}", "Use plain letters there."],
    ["replyTo", "nobody", "Write it like news@example.org."],
    ["replyTo", "jörg@example.org", "Use plain letters there."],
    ["postalAddress", '" "', "Write it."],
    ["siteUrl", "http://news.example.org", "Write it like https://news.example.org."],
    ["siteUrl", "news.example.org", "Write it like https://news.example.org."],
    ["siteUrl", "https://news.example.org/?x=1", "Write it like https://news.example.org."],
    ["siteUrl", "https://user:pw@example.org", "Write it like https://news.example.org."],
    ["siteUrl", "https://...", "Write it like https://news.example.org."],
    ["siteUrl", "https://example.org:99999", "Write it like https://news.example.org."],
    ["siteUrl", "https://localhost", "Write it like https://news.example.org."],
    ["siteUrl", "https://192.0.2.1", "Write it like https://news.example.org."],
    ["siteUrl", `https://${"a".repeat(64)}.example.org`, "Write it like https://news.example.org."],
    ["bounceDomain", `${"a".repeat(64)}.example.org`, "Write it like example.org."],
    ["bounceDomain", "nowhere", "Write it like example.org."],
    ["bounceDomain", "https://example.org", "Write it like example.org."],
    ["feedbackId", "weekly.press", "Use 5 to 15 letters, digits, hyphens and _."],
    ["feedbackId", "a-very-long-name", "Use 5 to 15 letters, digits, hyphens and _."],
    ["feedbackId", "abc", "Use 5 to 15 letters, digits, hyphens and _."],
    ["lists", "{}", "Declare at least one list."],
    ["lists", "{Weekly News: {name: W}}", shortWord],
    ["lists", "{weekly: {}}", "Add a text."],
    ["lists", "{weekly: {name: W, listid: x.example.org}}", 'Did you mean "listId"?'],
    ["lists", "{weekly: {name: W, listId: x}}", "Write it like example.org."],
    ["lists", "[weekly]", "Write a map of keys and values."],
    ["fields", "{first-name: {}}", "Use letters, digits and _."],
    ["fields", "{list: {}}", "Choose another."],
    ["fields", "{In: {}}", "Choose another."],
    ["fields", "{born: {type: day}}", "Use text or number or date or choice."],
    ["fields", "{plan: {type: choice}}", "Write {type: choice, options: [monthly, weekly]}."],
    ["fields", "{plan: {options: [a]}}", "Write {type: choice, options: [monthly, weekly]}."],
    ["fields", "{plan: {type: choice, options: []}}", "Name what readers may choose from."],
    ["fields", "{plan: {type: choice, options: [Gold, gold]}}", "Delete one of them."],
    ["fields", '{plan: {type: choice, options: [" "]}}', "Write what readers choose."],
    ["tags", "{two words: {}}", "Use letters, digits, -, _ and ."],
    ["tags", "{member: {descripton: x}}", 'Did you mean "description"?'],
    ["fields", "{firstName: {defualt: x}}", 'Did you mean "default"?'],
    ["fields", "{firstName: {default: 7}}", "Put quotes round it."],
    ["relays", "[]", "Name at least one relay."],
    [
      "relays",
      "{host: smtp.example.org}",
      'Write a list: each item on a line of its own that starts with "- ".',
    ],
    ["relays", "[{}]", "Add the relay's host."],
    ["relays", "[{transport: ../ses.mjs}]", "Put the module into it, such as relays/ses.mjs."],
    ["relays", "[{transport: /srv/ses.mjs}]", "Put the module into it, such as relays/ses.mjs."],
    ["relays", "[{transport: ses}]", "Name a file that ends in .mjs."],
    ["relays", "[{transport: relays/ses.mjs, depth: 2}]", "Remove it, or add connections."],
    ["relays", relay("transport: relays/ses.mjs"), "Remove it."],
    [
      "relays",
      "[{host: 'smtp.example.org:587'}]",
      'Write it like smtp.example.org; the number goes under "port".',
    ],
    [
      "relays",
      "[{host: 'smtp://smtp.example.org'}]",
      'Write it like smtp.example.org; the number goes under "port".',
    ],
    ["relays", relay("port: 0"), "Use 587 with starttls or 465 with tls."],
    ["relays", relay("port: 65536"), "Use 587 with starttls or 465 with tls."],
    ["relays", relay("port: '587'"), "Write a number."],
    ["relays", relay("security: ssl"), "Use tls or starttls or none."],
    ["relays", relay("security: none"), "Use starttls or tls."],
    ["relays", relay("name: Main"), shortWord],
    ["relays", relay("connections: 0"), "Five are usual."],
    ["relays", relay("connections: 101"), "Five are usual."],
    ["relays", relay("tls: {cert: a.pem}"), "Give both files, or neither."],
    ["relays", relay("tls: {minVersion: TLSv1}"), "Use TLSv1.2 or TLSv1.3."],
    ["relays", relay("tls: {servername: not a name}"), "Write it like example.org."],
    [
      "relays",
      relay("tls: {rejectUnauthorized: false}"),
      "Name the authority of the relay's certificate under ca instead.",
    ],
    ["relays", "[{host: 127.0.0.1, security: none, tls: {ca: a.pem}}]", "Remove it, or use starttls or tls."],
    ["relays", relay("auth: {method: plain}"), "Add them to the relay, or remove auth."],
    ["relays", relay("auth: {method: ntlm}"), "Use plain or login or cram-md5 or xoauth2."],
    [
      "relays",
      relay("user: ada, auth: {method: xoauth2}"),
      "Write {method: xoauth2, accessToken: {env: NAME}}.",
    ],
    ["relays", relay("auth: {method: xoauth2, accessToken: {env: T}}"), "Add it to the relay."],
    [
      "relays",
      relay("user: ada, password: {env: P}, auth: {method: xoauth2, accessToken: {env: T}}"),
      "Remove it.",
    ],
    [
      "relays",
      relay("user: ada, auth: {method: xoauth2, accessToken: ya29}"),
      "Write {env: NAME} or {file: path}.",
    ],
    ["relays", relay("localAddress: eth0"), "Name one that this machine has."],
    ["relays", relay("helo: 'not a name'"), "Write it like example.org."],
    ["relays", relay("weight: -1"), "Use 0 for a relay that only stands by."],
    ["relays", relay("weight: 0"), "Leave weight out for the relay that sends."],
    ["relays", relay("weight: 1.5"), "Write a whole number."],
    ["relays", relay("user: ada"), "Give both, or neither."],
    ["relays", relay("password: {env: PW}"), "Give both, or neither."],
    ["relays", relay("user: ada, password: hunter2x"), "Write {env: NAME} or {file: path}."],
    ["relays", relay("user: ada, password: 1234567"), "Write {env: NAME} or {file: path}."],
    ["relays", relay("user: ada, password: [hunter2x]"), "Write {env: NAME} or {file: path}."],
    ["relays", relay("user: ada, password: {env: hunter2x-y}"), "Use letters, digits and _."],
    ["relays", relay("user: ada, password: {value: hunter2x}"), "Write {env: NAME} or {file: path}."],
    ["relays", relay("timeouts: {connect: 30}"), "Put quotes round it."],
    ["relays", relay("timeouts: {connect: soon}"), 'Write it like "30s", "5m" or "24h".'],
    ["relays", relay("timeouts: {connect: 0s}"), "Change it."],
    ["relays", relay("timeouts: {conect: 1s}"), 'Did you mean "connect"?'],
    ["relays", relay("timeouts: {connect: 25d}"), "Change it."],
    ["relays", "[{host: a.example.org}, {host: b.example.org}]", "Name each apart."],
    ["pace", "{perSecond: 0}", "Leave the line out for no limit."],
    ["pace", "{perSecond: 0.5}", "Write a whole number."],
    ["pace", "{perSecond: 1000001}", "Leave the line out for no limit."],
    ["pace", "{persecond: 1}", 'Did you mean "perSecond"?'],
    ["pace", "{domains: []}", "Name a group, or leave the key out."],
    ["pace", "{domains: [{domains: [], perHour: 1}]}", "Name at least one domain."],
    [
      "pace",
      "{domains: [{domains: [a.example.org]}]}",
      "Add perSecond, perMinute, perHour, perDay or connections.",
    ],
    ["pace", "{domains: [{domains: [a.example.org], perHour: 0}]}", "Leave the line out for no limit."],
    ["pace", "{domains: [{domains: [a.example.org], connections: 0}]}", "Leave the line out for no limit."],
    ["pace", "{domains: [{domains: [A.example.org], perHour: 1}]}", "Write it like example.org."],
    ["pace", "{domains: [{domain: a.example.org, perHour: 1}]}", 'Did you mean "domains"?'],
    [
      "pace",
      "{domains: [{domains: [a.example.org, a.example.org], perHour: 1}]}",
      "Leave it in one group only.",
    ],
    ["relays", relay("pace: {perHour: 0}"), "Leave the line out for no limit."],
    ["relays", relay("pace: {perWeek: 9}"), "Known: perSecond, perMinute, perHour, perDay."],
    ["relays", relay("warmUp: []"), "Name how many messages may go on the first day, or leave the key out."],
    ["relays", relay("warmUp: [0, 5]"), "Leave the line out for no limit."],
    ["relays", relay("warmUp: 500"), 'Write a list: each item on a line of its own that starts with "- ".'],
    ["retry", "{after: []}", "Name at least one wait."],
    ["retry", "{after: 5m}", 'Write a list: each item on a line of its own that starts with "- ".'],
    ["retry", "{giveUp: never}", 'Write it like "30s", "5m" or "24h".'],
    ["store", '""', "Write it, or leave the key out."],
    ["stroe", "x.sqlite", 'Did you mean "store"?'],
  ])("says at its line what to do about %s: %s", (key, value, remedy) => {
    const text = `${configText({ [key]: undefined })}${key}: ${value}\n`;
    const { problems, config } = parseConfig({ file: "letterpress.yaml", text }, "/news");
    const line = text.split("\n").length - 1;
    expect(problems.map((one) => one.remedy)).toEqual([remedy]);
    expect(problems[0]?.at).toMatchObject({ file: "letterpress.yaml", line });
    expect(problems.map(formatProblem).join()).not.toMatch(/hunter2x|1234567|undefined|Invalid|Too /);
    expect(config).toBeUndefined();
  });

  test.each(["name", "from", "postalAddress", "siteUrl", "lists", "relays"])(
    "cannot do without %s",
    (key) => {
      const { sentences } = read(configText({ [key]: undefined }));
      expect(sentences).toEqual([
        expect.stringContaining(`letterpress.yaml:1:1 the configuration has no "${key}".`),
      ]);
    },
  );

  test("says it in one sentence with line and column", () => {
    const text = configText({
      relays: "\n  - host: smtp.example.org\n    user: ada\n    password: hunter2x",
    });
    expect(read(text).sentences).toEqual([
      'letterpress.yaml:9:15 "password" of item 1 of "relays" must not stand in this file. ' +
        "Write {env: NAME} or {file: path}. [config/invalid]",
    ]);
  });

  test("says everything at once", () => {
    const text = configText({
      from: "{name: Ada, email: x}",
      siteUrl: "x",
      pace: "{perSecond: 0}",
      extra: "1",
    });
    expect(read(text).sentences).toHaveLength(4);
  });

  test.each([
    "password: &hunter2x",
    "password: *hunter2x",
    "password: !hunter2x",
    'password: "hunter2x',
    "password: hunter2x: y",
  ])("never repeats what may be a password: %s", (line) => {
    const text = configText({ relays: `\n  - host: smtp.example.org\n    user: ada\n    ${line}` });
    const { sentences, config } = read(text);
    expect(config).toBeUndefined();
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.join()).not.toContain("hunter2x");
  });

  test.each([
    ["an empty file", "", "yaml/empty"],
    ["a list", "- a", "config/wrong-type"],
    ["a text", "hello", "config/wrong-type"],
    ["no YAML", "a: b: c", "yaml/syntax"],
    ["__proto__", `${configText()}__proto__: {name: x}`, "yaml/trap"],
    ["__proto__ as a list", configText({ lists: "{weekly: {name: W}, __proto__: {name: W}}" }), "yaml/trap"],
  ])("may be %s", (_, text, code) => {
    const { problems } = parseConfig({ file: "letterpress.yaml", text }, "/news");
    expect(problems.map((one) => one.code)).toEqual([code]);
  });

  test.each([
    "mail.example.org",
    "10.0.0.1",
    "127.0.0.1.example.org",
    "localhost.example.org",
    '"::2"',
    "0.0.0.0",
    "128.0.0.1",
  ])("may not speak without TLS to %s", (host) => {
    expect(read(configText({ relays: `[{host: ${host}, security: none}]` })).sentences).toHaveLength(1);
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

describe("what messages are signed with", () => {
  const dkim = (...entries: readonly string[]) => configText({ dkim: `[${entries.join(", ")}]` });

  test("is a list of keys, each with its place", () => {
    const { dkim: keys } = configOf(
      dkim(
        "{domain: example.org, selector: news, key: {file: keys/news.pem}}",
        "{domain: example.org, selector: news-ed, key: {env: DKIM_KEY}}",
      ),
    );
    expect(keys).toMatchObject([
      { domain: "example.org", selector: "news", key: { file: "/news/keys/news.pem" } },
      { domain: "example.org", selector: "news-ed", key: { env: "DKIM_KEY" }, at: { line: 7 } },
    ]);
  });

  test.each([
    [
      "{domain: example.com, selector: news, key: {env: KEY}}",
      "mail from ada@example.org cannot be signed by example.com: to receivers that would be a stranger's signature. Sign with example.org, or with a domain above it. [config/dkim-domain]",
    ],
    [
      "{domain: news.example.org, selector: news, key: {env: KEY}}",
      "mail from ada@example.org cannot be signed by news.example.org",
    ],
    [
      "{domain: example.org, selector: News, key: {env: KEY}}",
      '"selector" of item 1 of "dkim" is not a selector. Use small letters, digits and hyphens, as in news2026.',
    ],
    [
      "{domain: example.org, selector: news, key: secret}",
      '"key" of item 1 of "dkim" must not stand in this file. Write {env: NAME} or {file: path}.',
    ],
    [
      "{domain: example.org, selector: news, key: {file: public/news.pem}}",
      '"public/news.pem" lies in the archive, which is published. Keep it elsewhere. [config/published]',
    ],
  ])("is refused when it is %s", (entry, sentence) => {
    const { sentences } = read(dkim(entry));
    expect(sentences).toEqual([expect.stringContaining(sentence)]);
    expect(sentences[0]).toMatch(/^letterpress.yaml:7:\d+ /);
  });

  test("has one key for each name in DNS", () => {
    const key = (variable: string) => `{domain: example.org, selector: news, key: {env: ${variable}}}`;
    expect(read(dkim(key("ONE"), key("TWO"))).sentences).toEqual([
      expect.stringContaining("two keys are published at news._domainkey.example.org"),
    ]);
  });
});

describe("the test mail of the doctor", () => {
  const imap = "host: imap.example.org, password: {env: P}";

  test("has an address, and a mailbox with what is usual", () => {
    expect(configOf(configText()).probe).toBeUndefined();
    expect(configOf(configText({ probe: "{address: ada@example.org}" })).probe).toEqual({
      address: "ada@example.org",
    });
    expect(
      configOf(configText({ probe: `{address: ada@example.org, imap: {${imap}}}` })).probe?.imap,
    ).toEqual({
      host: "imap.example.org",
      port: 993,
      security: "tls",
      user: "ada@example.org",
      folder: "INBOX",
      password: { env: "P" },
    });
    const starttls = configOf(
      configText({ probe: `{address: ada@example.org, imap: {${imap}, security: starttls}}` }),
    );
    expect(starttls.probe?.imap?.port).toBe(143);
  });

  test("sends no password in plain text, has none in the file, and publishes none", () => {
    const sentences = (written: string) =>
      read(configText({ probe: `{address: ada@example.org, imap: {host: imap.example.org, ${written}}}` }))
        .sentences;
    expect(sentences("password: {env: P}, security: none")).toEqual([
      expect.stringContaining("in plain text"),
    ]);
    expect(sentences("password: secret")).toEqual([expect.stringContaining("must not stand in this file")]);
    expect(sentences("password: {file: public/imap}")).toEqual([
      expect.stringContaining("which is published"),
    ]);
  });
});
