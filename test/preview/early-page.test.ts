import { describe, expect, test } from "@jest/globals";
import { earlyPage } from "../../src/preview/page/early-page.ts";
import { pageStart } from "../../src/preview/page/page.ts";
import { browserFiles } from "../../src/preview/server/browser-files.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";

const start = { token: "a-token", told: 0, tellBug: () => undefined };

describe("what a page of the preview begins with", () => {
  test("is sent, with script and style, before the issue is looked at", async () => {
    let look: (() => void) | undefined;
    const looked = new Promise<void>((resolve) => {
      look = resolve;
    });
    const response = earlyPage(start, async () => {
      await looked;
      return `${pageStart("a-token")}<title>Late</title>`;
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^<!doctype html>[\s\S]+script\.js" defer><\/script>\n$/);
    look?.();
    expect((await reader?.read())?.value).toBe("<title>Late</title>");
    expect((await reader?.read())?.done).toBe(true);
  });

  test("says what the page knows, and it is told when it connects whether that is everything", async () => {
    const hub = new EventHub();
    hub.send("changed", 1);
    const heard = async (known: number) => {
      const reader = hub.stream(known).body?.pipeThrough(new TextDecoderStream()).getReader();
      const parts = [(await reader?.read())?.value];
      hub.send("mail", 5);
      parts.push((await reader?.read())?.value);
      await reader?.cancel();
      return parts[1]?.trim();
    };
    expect(await heard(1)).toBe("event: mail\ndata: 5");
    expect(await heard(1)).toBe("event: news\ndata: 0");
  });

  test("is kept by the browser, which asks whether it is still the same", async () => {
    const app = browserFiles();
    for (const path of ["/browser/script.js", "/browser/axe.js", "/browser/style.css"]) {
      const tag = (await app.request(path)).headers.get("etag") ?? "";
      expect(tag).toMatch(/^"\S{20,}"$/);
      const again = await app.request(path, { headers: { "If-None-Match": tag } });
      expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, tag, ""]);
      const other = await app.request(path, { headers: { "If-None-Match": '"other"' } });
      expect([other.status, (await other.text()).length > 100]).toEqual([200, true]);
    }
  });
});
