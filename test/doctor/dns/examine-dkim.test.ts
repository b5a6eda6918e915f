import { describe, expect, test } from "@jest/globals";
import { rsaKey } from "../../support/dkim-verifier.ts";
import { ed25519, finding, keyName, rsa } from "./looking.ts";

describe("DKIM", () => {
  test.each([
    ["is missing", undefined, "There is no record"],
    ["is another one", { TXT: [rsaKey().record] }, "another key than the one that signs"],
    ["was taken back", { TXT: ["v=DKIM1; k=rsa; p="] }, "was taken back"],
    ["was cut off", { TXT: [rsa.record.slice(0, 120)] }, "may have been cut off"],
    ["is of another version", { TXT: ["v=DKIM2; p=x"] }, '"DKIM2"'],
    ["stands twice", { TXT: [rsa.record, rsa.record] }, "2 records"],
  ])("key that %s is a problem, with the record to publish", async (_, zone, says) => {
    const found = await finding("dkim", { [keyName]: zone });
    expect(found).toMatchObject({ verdict: "problem", about: keyName, says: expect.stringContaining(says) });
    expect(found.records?.join("").replaceAll('" "', "")).toBe(`${keyName}. TXT "${rsa.record}"`);
  });

  test("keys may be split, of PKCS #1 or Ed25519, behind a CNAME, and on trial", async () => {
    expect(
      (
        await finding("dkim", {
          [keyName]: { TXT: [`v=DKIM1; t=y; p=${rsa.record.slice(rsa.record.indexOf("p=") + 2)}`] },
        })
      ).verdict,
    ).toBe("warning");
    const moved = {
      [keyName]: { CNAME: ["key.example.net"] as const },
      "key.example.net": { TXT: [rsa.record] },
    };
    expect((await finding("dkim", moved)).verdict).toBe("good");
    const config = { dkim: "[{domain: news.example.org, selector: news-ed, key: {env: KEY}}]" };
    const zone = { "news-ed._domainkey.news.example.org": { TXT: [ed25519.record] } };
    expect((await finding("dkim", zone, { config, keys: [ed25519] })).verdict).toBe("good");
    expect((await finding("dkim", zone, { config, keys: [] })).verdict).toBe("unseen");
    expect((await finding("dkim", {}, { broken: [keyName] })).verdict).toBe("problem");
    expect((await finding("dkim", {}, { config: { dkim: "[]" }, keys: [] })).verdict).toBe("unseen");
  });
});
