import { describe, expect, test } from "@jest/globals";
import { configText } from "../support/config-text.ts";
import { formatProblem } from "../../src/base/problem.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { read } from "../support/configuration.ts";

describe("a configuration that is wrong", () => {
  const relay = (inside: string) => `[{host: smtp.example.org, ${inside}}]`;
  const secured =
    "Write https://news.example.org: nobody may read the links of readers on the way. How its web server gets a certificate says npx letterpress docs serve.";
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
    ["siteUrl", "http://news.example.org", secured],
    ["siteUrl", "news.example.org", secured],
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
