import { createServer } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { linkAsker } from "../../../../src/check/outside/online/link-asker.ts";
import { linkMemory } from "../../../../src/check/outside/online/link-memory.ts";
import { trustTestAuthority } from "../../../support/certificates.ts";
import { type Page, webServer } from "../../../support/web-server.ts";
import { asking, judged, said } from "./ask.ts";

const to = (location: string, code = 302): Page => ({ code, headers: { location } });
const reset: Page = { act: (request) => request.socket.resetAndDestroy() };

describe("a page", () => {
  test("that is there is asked for with HEAD alone, and who asks says so", async () => {
    await using site = await webServer({ "/a?b=c": {} });
    expect(await said(`${site.url}/a?b=c`)).toBe("good");
    expect(site.requests).toEqual(["HEAD /a?b=c"]);
    expect([...site.userAgents]).toEqual(["Letterpress/test (+https://news.example.org)"]);
  });

  test("that is not there is told only when GET does not find it either", async () => {
    const notForHead: Page = {
      act: (request, response) => response.writeHead(request.method === "HEAD" ? 404 : 200).end(),
    };
    const refusesHead: Page = {
      act: (request, response) => response.writeHead(request.method === "HEAD" ? 405 : 200).end(),
    };
    await using site = await webServer({ "/head": notForHead, "/405": refusesHead, "/gone": { code: 410 } });
    expect(await said(`${site.url}/head`)).toBe("good");
    expect(await said(`${site.url}/405`)).toBe("good");
    expect(await said(`${site.url}/gone`)).toBe(
      `check/link-broken: the link ${site.url}/gone is not there: the site answers with 410. Correct the address, or take it out.`,
    );
    expect(site.requests).toEqual([
      "HEAD /head",
      "GET /head",
      "HEAD /405",
      "GET /405",
      "HEAD /gone",
      "GET /gone",
    ]);
  });

  test("of a site with a fault is told, and one of a site that lets no program in is not", async () => {
    const pages = Object.fromEntries(
      [401, 403, 429, 451, 500, 503, 999].map((code) => [`/${code}`, { code }]),
    );
    await using site = await webServer(pages);
    expect(await said(`${site.url}/500`)).toContain("check/link-broken");
    for (const code of [401, 403, 429, 451, 503, 999])
      expect(await said(`${site.url}/${code}`)).toBe(`unclear: the site answers programs with ${code}`);
  });

  test("of a site that hangs up, says nothing, or does not listen is told after a second try", async () => {
    const never: Page = { act: () => undefined };
    await using site = await webServer({ "/reset": reset, "/never": never });
    expect(await said(`${site.url}/reset`)).toContain(
      "does not work: the site hung up. Open it in a browser",
    );
    expect(await said(`${site.url}/never`, { timeoutMs: 100 })).toContain("no answer came within 1 seconds");
    expect(site.requests).toEqual(["HEAD /reset", "GET /reset", "HEAD /never", "GET /never"]);
    const { port } = site;
    await site[Symbol.asyncDispose]();
    expect(await said(`http://127.0.0.1:${port}/`)).toContain("the site takes no connections");
  });

  test("of a name that nobody has is told, unless this machine has no way to know", async () => {
    expect(await said("https://nobody.invalid/")).toMatch(
      /^check\/link-broken: .* there is no site of this name\.|^unclear: this machine could not look the name up/,
    );
  });

  test("of a site that hangs up at HEAD only is there", async () => {
    const hangsUpAtHead: Page = {
      act: (request, response) => (request.method === "HEAD" ? request.socket.destroy() : response.end()),
    };
    await using site = await webServer({ "/": hangsUpAtHead });
    expect(await said(`${site.url}/`)).toBe("good");
  });

  test("is not judged by an answer that changes to another protocol, or hangs up instead", async () => {
    const upgrades: Page = {
      act: ({ socket }) => socket.end("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: ws\r\n\r\n"),
    };
    await using site = await webServer({ "/": upgrades });
    expect(await said(`${site.url}/`)).toContain("changed to another protocol");
    expect(site.requests).toEqual(["HEAD /", "GET /"]);
  });

  test("is not judged by an answer that is no HTTP", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    expect(await said(`http://127.0.0.1:${port}/`)).toMatch(/^unclear: its answer could not be read/);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("redirects", () => {
  test("are followed, and those for good are told with the new address, as far as they are", async () => {
    await using site = await webServer({
      "/old": to("/newer", 301),
      "/newer": to("/newest", 308),
      "/newest": to("/today"),
      "/today": {},
      "/for-now": to("/today", 307),
    });
    expect(await said(`${site.url}/old`)).toBe(
      `check/link-moved: the link ${site.url}/old has moved for good. Write ${site.url}/newest`,
    );
    expect(await said(`${site.url}/for-now`)).toBe("good");
  });

  test("to the same page with a slash are nothing", async () => {
    await using site = await webServer({ "/a": to("/a/", 301), "/a/": {} });
    expect(await said(`${site.url}/a`)).toBe("good");
  });

  test("to the front page or to a login are told, whatever kind they are", async () => {
    await using site = await webServer({
      "/story": to("/", 301),
      "/": {},
      "/en/": {},
      "/paper": to("/en/"),
      "/members": to("/account/login?next=/members"),
      "/account/login?next=/members": {},
    });
    expect(await said(`${site.url}/story`)).toContain(
      `check/link-elsewhere: the link ${site.url}/story ends at ${site.url}/, the front page.`,
    );
    expect(await said(`${site.url}/paper`)).toContain(`ends at ${site.url}/en/, the front page.`);
    expect(await said(`${site.url}/members`)).toContain("where people log in.");
  });

  test("in a circle, and to a page that is gone, are told", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`/${index}`, to(`/${index + 1}`)]),
    );
    await using site = await webServer({ "/a": to("/b"), "/b": to("/a"), "/c": to("/gone"), ...many });
    expect(await said(`${site.url}/a`)).toContain("is led on in a circle and ends nowhere.");
    expect(await said(`${site.url}/0`)).toContain("is led on in a circle and ends nowhere.");
    expect(await said(`${site.url}/c`)).toContain("is not there: the site answers with 404.");
  });

  test("that set a cookie and come back are no circle", async () => {
    const asksForCookie: Page = {
      act: (request, response) =>
        request.headers.cookie === "seen=1"
          ? response.end()
          : response.writeHead(302, { location: "/a", "set-cookie": "seen=1; Path=/" }).end(),
    };
    await using site = await webServer({ "/a": asksForCookie });
    expect(await said(`${site.url}/a`)).toBe("good");
  });

  test("to something that is no address of the web end there", async () => {
    await using site = await webServer({ "/app": to("intent://open"), "/none": { code: 302 } });
    expect(await said(`${site.url}/app`)).toBe("good");
    expect(await said(`${site.url}/none`)).toBe("good");
  });

  test("in letters that are written as they are lead where browsers go", async () => {
    const raw: Page = {
      act: ({ socket }) => socket.end("HTTP/1.1 302 Found\r\nLocation: /\u00FC\r\nContent-Length: 0\r\n\r\n"),
    };
    await using site = await webServer({ "/u": raw, "/%C3%BC": {} });
    expect(await said(`${site.url}/u`)).toBe("good");
    expect(site.requests).toEqual(["HEAD /u", "HEAD /%C3%BC"]);
  });

  test("to what is never asked are not followed", async () => {
    await using site = await webServer({ "/a": to("/unsubscribe?all"), "/unsubscribe?all": {} });
    const why = "asking could unsubscribe somebody";
    const whyUnasked = (url: string) => (url.includes("unsubscribe") ? why : undefined);
    expect(await said(`${site.url}/a`, { whyUnasked })).toBe(
      `unclear: the site leads on to ${site.url}/unsubscribe?all, and ${why}`,
    );
    expect(site.requests).toEqual(["HEAD /a"]);
  });
});

describe("HTTPS", () => {
  test("is spoken, and a certificate that browsers refuse is told", async () => {
    const distrust = trustTestAuthority();
    try {
      await using good = await webServer({ "/": {} }, { certificate: "localhost" });
      await using late = await webServer({ "/": {} }, { certificate: "expired" });
      await using other = await webServer({ "/": {} }, { certificate: "other-host" });
      expect(await said(`${good.url}/`)).toBe("good");
      expect(await said(`${late.url}/`)).toContain("its certificate has run out");
      expect(await said(`${other.url}/`)).toContain("its certificate is for another name");
      distrust();
      expect(await said(`${good.url}/`)).toContain("nobody whom browsers know has signed its certificate");
      expect(good.requests).toEqual(["HEAD /"]);
    } finally {
      distrust();
    }
  });
});

describe("a picture", () => {
  const picture = (headers: Readonly<Record<string, string>>): Page => ({
    act: (_, response) => response.writeHead(200, headers).end(),
  });

  test("has to be one, and not a heavy one", async () => {
    await using site = await webServer({
      "/a.png": picture({ "content-type": "image/png", "content-length": "20000" }),
      "/page.png": picture({ "content-type": "text/html; charset=utf-8" }),
      "/heavy.jpg": picture({ "content-type": "image/jpeg", "content-length": "5242880" }),
    });
    const kind = "picture";
    expect(await said(`${site.url}/a.png`, { kind })).toBe("good");
    expect(await said(`${site.url}/page.png`, { kind })).toBe(
      `check/picture-online: the picture ${site.url}/page.png is no picture: the site sends text/html. Write the address of the picture itself.`,
    );
    expect(await said(`${site.url}/heavy.jpg`, { kind })).toContain("has 5.0 MB, which every reader loads.");
    expect(await said(`${site.url}/gone.png`, { kind })).toContain("check/link-broken: the picture");
  });
});

describe("many addresses", () => {
  test("are asked one at a time at one host, and at several hosts at once", async () => {
    const pages = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`/${index}`, {}]));
    await using one = await webServer(pages, { slowMs: 20 });
    await using other = await webServer(pages, { slowMs: 20 });
    const urls = Object.keys(pages).flatMap((path) => [`${one.url}${path}`, `${other.url}${path}`]);
    const steps: string[] = [];
    const options = asking({ onProgress: ({ done, of }) => void steps.push(`${done}/${of}`) });
    const { answers, asked } = await linkAsker(options).ask(urls);
    expect(urls.map((url) => judged(url, answers))).toEqual(urls.map(() => "good"));
    expect({ one: one.mostAtOnce, other: other.mostAtOnce, asked }).toEqual({ one: 1, other: 1, asked: 12 });
    expect(steps.at(-1)).toBe("12/12");
  });

  test("are remembered: a good answer as long as the newsletter says, a bad one for an hour", async () => {
    await using site = await webServer({ "/good": {} });
    const urls = [`${site.url}/good`, `${site.url}/gone`];
    const [dayMs, hourMs] = [86_400_000, 3_600_000];
    const first = linkMemory("", 7 * dayMs);
    await linkAsker(asking({ memory: first, clock: { now: () => dayMs } })).ask(urls);
    expect(site.requests.splice(0)).toHaveLength(3);
    const again = async (now: number, text = first.text(dayMs)) => {
      const memory = linkMemory(text, 7 * dayMs);
      const { asked, remembered, answers } = await linkAsker(
        asking({ memory, clock: { now: () => now } }),
      ).ask(urls);
      return {
        asked,
        remembered,
        requests: site.requests.splice(0).length,
        said: judged(`${site.url}/gone`, answers),
      };
    };
    const gone = expect.stringContaining("answers with 404");
    expect(await again(dayMs + hourMs - 1)).toEqual({ asked: 0, remembered: 2, requests: 0, said: gone });
    expect(await again(dayMs + hourMs)).toEqual({ asked: 1, remembered: 1, requests: 2, said: gone });
    expect(await again(8 * dayMs)).toEqual({ asked: 2, remembered: 0, requests: 3, said: gone });
    expect(await again(dayMs, '{"broken')).toMatchObject({ asked: 2 });
    expect(
      await again(dayMs, JSON.stringify({ [`${site.url}/good`]: { answer: {}, askedAt: "x" } })),
    ).toMatchObject({
      asked: 2,
    });
  });

  test("say nothing of themselves when nobody at all can be reached, and are not remembered then", async () => {
    const sites = await Promise.all([1, 2, 3].map(() => webServer({})));
    await Promise.all(sites.map((site) => site[Symbol.asyncDispose]()));
    const memory = linkMemory("", 1_000);
    const urls = sites.map(({ url }) => `${url}/a`);
    const all = await linkAsker(asking({ memory })).ask(urls);
    expect({ isOffline: all.isOffline, text: memory.text(1_000_000) }).toEqual({
      isOffline: true,
      text: "{}\n",
    });
    const two = await linkAsker(asking()).ask(urls.slice(1));
    expect(two.isOffline).toBe(false);
    const ofOne = await linkAsker(asking()).ask(["/a", "/b", "/c"].map((path) => `${sites[0]?.url}${path}`));
    expect(ofOne.isOffline).toBe(false);
  });
});
