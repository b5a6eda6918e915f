import { describe, expect, test } from "@jest/globals";
import { configText } from "../support/config-text.ts";
import { configOf, read } from "../support/configuration.ts";

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
