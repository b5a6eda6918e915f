import { describe, expect, test } from "@jest/globals";
import { configText } from "../support/config-text.ts";
import { configOf, read } from "../support/configuration.ts";

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
