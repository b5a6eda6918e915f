import { rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { startPreview } from "../../src/preview/start-preview.ts";
import { eventsOf } from "../support/events.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";

const path = "/issues/2026-09-01-quiet";
const file = "issues/2026-09-01-quiet.yaml";

async function watched(project: TempProject) {
  const server = await startPreview({ config: project.config });
  const events = await eventsOf(`${server.url}/events`);
  const text = async (suffix = "") => (await fetch(server.url + path + suffix)).text();
  return { server, events, text, [Symbol.asyncDispose]: () => server.close() };
}

describe("the running preview", () => {
  test("tells open pages when an issue is saved, and shows it anew", async () => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using preview = await watched(project);
    const { events, text } = preview;
    expect(await text("/frame")).toContain("Movable letters");
    await project.write(file, issueText({ letter: "Lead type is heavy." }));
    expect(await events.next()).toMatch(/^event: changed/);
    expect(await text("/frame")).toContain("Lead type is heavy.");
  });

  test("sees every save of an editor that renames a new file over the old one", async () => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using preview = await watched(project);
    const { events, text } = preview;
    for (const words of ["First words.", "Second words.", "Third words."]) {
      await project.write("issues/.save", issueText({ letter: words }));
      await rename(join(project.root, "issues/.save"), join(project.root, file));
      while (!(await text("/frame")).includes(words)) await events.next();
    }
    await project.write(file, issueText({ letter: "Last words." }));
    while (!(await text("/frame")).includes("Last words.")) await events.next();
  });

  test("tells open pages when a template or the configuration is saved", async () => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using preview = await watched(project);
    const { events } = preview;
    await project.write("templates/weekly/blocks/note.mjml", "<mj-section></mj-section>");
    expect(await events.next()).toMatch(/^event: changed/);
    await project.write("letterpress.yaml", "name: [\n");
    expect(await events.next()).toMatch(/^event: changed/);
  });

  test("keeps the last good version while the issue is broken, beside its errors", async () => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using preview = await watched(project);
    const { events, text } = preview;
    await text();
    await project.write(file, issueText({ letter: "Hello {{fistName}}." }));
    await events.next();
    const broken = await text();
    expect(broken).toContain(`${file}:10:13`);
    expect(broken).toContain("Below is the last good version, without these changes.");
    expect(await text("/frame")).toContain("Movable letters");
    await project.write(file, issueText({ letter: "Mended." }));
    await events.next();
    expect(await text()).not.toContain("last good version");
    expect(await text("/frame")).toContain("Mended.");
  });

  test("lets go of every open page at once when it closes", async () => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    await using preview = await watched(project);
    const { server, events } = preview;
    await server.close();
    expect(await events.next()).toBeUndefined();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test("says what to do when its port is taken", async () => {
    await using project = await tempProject();
    await using preview = await watched(project);
    const { server } = preview;
    await expect(startPreview({ config: project.config, port: server.port })).rejects.toMatchObject({
      code: "preview/port",
      message: `Port ${server.port} of this machine cannot be used: the port is already in use.`,
    });
  });
});
