import { describe, expect, test } from "@jest/globals";
import { publicAddress, publicSite } from "../../../support/public-address.ts";
import { type Page, webServer } from "../../../support/web-server.ts";
import { said } from "./ask.ts";

const to = (location: string, code = 302): Page => ({ code, headers: { location } });

describe("the own network", () => {
  test("is not spoken to, neither by an address nor by a name", async () => {
    await using site = await webServer({ "/": {} });
    const isOwn =
      /^check\/link-private: .* is on your own network \((?:127\.0\.0\.1|::1)\)\. Write an address/;
    expect(await said(`${site.url}/`, { intranet: false })).toMatch(isOwn);
    expect(await said(`http://localhost:${site.port}/`, { intranet: false })).toMatch(isOwn);
    expect(await said(`http://[::ffff:127.0.0.1]:${site.port}/`, { intranet: false })).toContain(
      "own network",
    );
    expect(site.requests).toEqual([]);
  });

  test("is not spoken to when a site outside leads there, which an intranet may", async () => {
    await using inside = await webServer({ "/secret": {} });
    const { port } = inside;
    await using outside = await webServer({
      "/by-address": to(`http://127.0.0.1:${port}/secret`),
      "/by-name": to(`http://localhost:${port}/secret`, 301),
      "/twice": to("/by-address"),
    });
    using _ = publicSite();
    const site = `http://${publicAddress}:${outside.port}`;
    for (const path of ["/by-address", "/by-name", "/twice"])
      expect(await said(`${site}${path}`, { intranet: false })).toMatch(
        /^check\/link-private: .* is on your own network \((?:127\.0\.0\.1|::1)\)\. Write an address/,
      );
    expect(outside.requests).toContain("HEAD /twice");
    expect(inside.requests).toEqual([]);
    expect(await said(`${site}/by-address`)).toBe("good");
    expect(inside.requests).toEqual(["HEAD /secret"]);
  });
});
