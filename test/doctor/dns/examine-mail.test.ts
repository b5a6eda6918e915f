import { describe, expect, test } from "@jest/globals";
import type { Zone } from "../../support/dns-server.ts";
import { finding } from "./looking.ts";

describe("Mail that comes back", () => {
  test("needs an MX with an address, and no null MX", async () => {
    const at = (zone: Zone | undefined) =>
      finding("bounce-mx", { "bounces.example.org": zone && { TXT: ["v=spf1 -all"], ...zone } });
    expect((await at({ MX: [[0, ""]] })).says).toContain("takes no mail at all (RFC 7505)");
    expect(await at({ MX: [[10, "gone.example.net"]] })).toMatchObject({
      verdict: "problem",
      says: expect.stringContaining("has no address"),
    });
    expect(
      (
        await at({
          MX: [
            [10, "mx.example.net"],
            [20, "gone.example.net"],
          ],
        })
      ).verdict,
    ).toBe("warning");
    expect(await at({ A: ["192.0.2.3"] })).toMatchObject({
      verdict: "warning",
      records: [expect.stringMatching(/^bounces\.example\.org\. MX 10 /)],
    });
    expect((await at({})).verdict).toBe("problem");
    const from = await finding("from-mx", { "news.example.org": { MX: [[0, ""]] } });
    expect(from).toMatchObject({ verdict: "problem", about: "news.example.org" });
  });

  test("has a List-Id below a domain of ours", async () => {
    const config = { lists: "{weekly: {name: Weekly, listId: weekly.example.com}}" };
    expect(await finding("list-id", {}, { config })).toMatchObject({
      verdict: "warning",
      about: "weekly.example.com",
    });
  });
});
