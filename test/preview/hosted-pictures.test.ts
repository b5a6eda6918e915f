import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";
import { previewApp } from "../../src/preview/preview-app.ts";
import { nobodyYet } from "../../src/preview/desk/readership.ts";
import { configText } from "../support/config-text.ts";
import { pngPicture } from "../support/pictures.ts";
import { TestMails } from "../../src/preview/test-mail/test-mails.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const kings = pngPicture(640, 360);
const page = "/issues/2026-09-01-quiet";

describe("The preview of a newsletter whose pictures are hosted", () => {
  let project: TempProject;
  beforeAll(async () => {
    const more = `  - feature:
      title: A feud
      image: { src: kings.png, alt: Two kings }
      body: It goes on.
  - image: { src: "https://cdn.example.org/a.png", alt: A map, width: 300 }
`;
    project = await tempProject({ "2026-09-01-quiet": issueText({ more }) });
    await project.write("issues/kings.png", kings);
    await project.write(
      "letterpress.yaml",
      configText({ images: "hosted", fields: "{ firstName: {} }", tags: "{ member: {} }" }),
    );
  });
  afterAll(() => project.remove());

  async function get(path: string): Promise<Response> {
    const { config } = await readConfig(project.root);
    if (config === undefined) throw new Error("letterpress.yaml has problems");
    const clock = { now: () => Date.UTC(2026, 8, 1) };
    const parts = {
      desk: openDesk(config),
      readership: nobodyYet,
      hub: new EventHub(),
      port: 4000,
      token: "a-token",
      clock,
      signingKeys: async () => ({ keys: [], problems: [] }),
      testMails: new TestMails({}),
      tellBug: () => undefined,
    };
    return previewApp(parts).request(`http://127.0.0.1:4000${path}`);
  }

  test("shows them from this machine, before they are online", async () => {
    const frame = await get(`${page}/frame`);
    expect(frame.headers.get("content-security-policy")).toContain("img-src 'self' data:;");
    const sources = [...(await frame.text()).matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, src = ""]) => src);
    const [own = "", remote] = sources;
    expect(own).toMatch(/^\/issues\/2026-09-01-quiet\/pictures\/kings-[0-9a-f]{12}\.png\?list=weekly$/);
    expect(remote).toBe("https://cdn.example.org/a.png");
    const picture = await get(own);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await picture.arrayBuffer()).equals(kings)).toBe(true);
  });

  test("gives out the message with their addresses on the site", async () => {
    const message = await (await get(`${page}/message.eml`)).text();
    expect(message.replaceAll("=\r\n", "")).toMatch(/https:\/\/news\.example\.org\/assets\/kings-/);
    expect(message).not.toContain("image/png");
  });

  test("has no other files", async () => {
    for (const name of ["kings.png", "kings-000000000000.png", "..%2Fkings.png"])
      expect((await get(`${page}/pictures/${name}?list=weekly`)).status).toBe(404);
  });
});
