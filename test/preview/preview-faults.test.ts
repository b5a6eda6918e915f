import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { LetterpressError } from "../../src/base/errors.ts";
import { systemClock } from "../../src/base/clock.ts";
import { nobodyYet, type Readership, storeReadership } from "../../src/preview/desk/readership.ts";
import { startPreview } from "../../src/preview/start-preview.ts";
import { openStore } from "../../src/store/store.ts";
import { browserTest } from "../support/browser.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { addReader, tempStore } from "../support/temp-store.ts";
import { askPreview } from "./ask-preview.ts";
import { openPage, rememberingEditor } from "./studio-page.ts";

const path = "/issues/2026-09-01-quiet";
const damaged = new LetterpressError("store/corrupt", "The store is damaged.", "Restore it from a backup.");

/** Fails as long as there is a fault. */
function failing(): Readership & { fault: unknown } {
  const readership: Readership & { fault: unknown } = {
    ...nobodyYet,
    fault: undefined,
    async search(list, words) {
      if (readership.fault !== undefined) throw readership.fault;
      return nobodyYet.search(list, words);
    },
  };
  return readership;
}

describe("the preview of what is not whole", () => {
  test("says so when there is no issue yet", async () => {
    await using empty = await tempProject();
    const response = await askPreview(empty, "/");
    expect(await response.text()).toContain(
      "There is no issue in issues/ yet. Begin one with: npx letterpress new",
    );
  });

  test("says so when a template cannot be read", async () => {
    await using broken = await tempProject({
      "2026-09-01-quiet": issueText().replace("blocks:", "template: bare\nblocks:"),
    });
    await mkdir(join(broken.root, "templates", "bare"));
    await broken.write("templates/bare/template.mjml", "<mjml></mjml>");
    const text = await (await askPreview(broken, path)).text();
    expect(text).toContain("blocks cannot be read: there is no such file or folder.");
    expect(text).toContain("compare it with templates/weekly");
  });

  test("shows what is wrong in letterpress.yaml and goes on with the last good one", async () => {
    await using changed = await tempProject({ "2026-09-01-quiet": issueText() });
    await changed.write("letterpress.yaml", "name: [\n");
    const text = await (await askPreview(changed, path)).text();
    expect(text).toContain("letterpress.yaml:");
    expect(text).toContain("<b>A quiet week in printing</b>");
  });

  test("says that its store is damaged, and what to do, in place of the page and of all others", async () => {
    await using temp = await tempStore();
    await addReader(temp.store, { email: "ada@example.org" });
    const { file } = temp.store;
    await temp.store.close();
    await damage(file);
    await using store = await openStore({ file });
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    const bugs: unknown[] = [];
    const readership = storeReadership(store, systemClock);
    for (const page of ["/", path, `${path}/message.eml`]) {
      const text = await (await askPreview(project, page, { readership, bugs })).text();
      expect(text).toContain("is damaged: SQLite cannot read a part of it.");
      expect(text).toContain("Restore it from a backup");
      expect(text).not.toMatch(/made a mistake|report| at /);
    }
    expect(bugs).toEqual([]);
  });

  test("tells a bug of ours where the page would be, and whoever runs it", async () => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText() });
    const bugs: unknown[] = [];
    const bug = new Error("<no> page");
    const readership = { ...failing(), search: () => Promise.reject(bug) };
    const text = await (await askPreview(project, "/", { readership, bugs })).text();
    expect(text).toContain("<h1>Letterpress made a mistake</h1>");
    expect(text).toContain("Error: &lt;no&gt; page");
    const frame = await askPreview(project, `${path}/frame`, { readership, bugs });
    expect(frame.status).toBe(500);
    expect(await frame.text()).toMatch(/^Letterpress made a mistake\./);
    expect(bugs).toEqual([bug, bug]);
  });

  browserTest("keeps what is shown and says why, until it is mended", async (browser) => {
    await using project = await tempProject({ "2026-09-01-quiet": issueText({ letter: "As it was." }) });
    const save = (letter: string) => project.write("issues/2026-09-01-quiet.yaml", issueText({ letter }));
    const readership = failing();
    await using server = await startPreview({ config: project.config, readership });
    const { page, faults } = await openPage(browser, { width: 1280 });
    await page.goto(server.url);
    const mail = page.frameLocator("#sheet iframe");
    const note = page.locator("#note");
    await mail.getByText("As it was.").waitFor();

    readership.fault = damaged;
    await save("As it is.");
    await note.getByText("Not shown anew. The store is damaged. Restore it from a backup.").waitFor();
    expect(await page.title()).toContain("A quiet week");
    await mail.getByText("As it was.").waitFor();
    readership.fault = undefined;
    await save("Mended.");
    await mail.getByText("Mended.").waitFor();
    await note.getByText("Shown anew.", { exact: true }).waitFor();
    // A fault with a status of its own.
    await page.route(/quiet/, (route) => route.fulfill({ status: 500, body: "It could not." }), { times: 1 });
    await save("Not yet.");
    await note.getByText("Not shown anew. It could not.").waitFor();

    // A page that begins with the fault loads itself when it is gone.
    readership.fault = damaged;
    await page.goto(server.url);
    await page.getByRole("heading", { name: "This page cannot be made" }).waitFor();
    await page.getByText("Restore it from a backup.").waitFor();
    readership.fault = undefined;
    await save("Whole again.");
    await mail.getByText("Whole again.").waitFor();
    expect(faults.filter((one) => !one.includes("status of 500"))).toEqual([]);
  });
});

describe("A page whose issue is deleted while it is open", () => {
  browserTest(
    "says so and what to do, keeps the mail, and goes on when the file is back",
    async (browser) => {
      const [id, other] = ["2026-09-01-quiet", "2026-09-02-loud"];
      await using project = await tempProject({
        [id]: issueText({ letter: "As it was." }),
        [other]: issueText(),
      });
      const file = `issues/${id}.yaml`;
      const { editor, opened } = rememberingEditor();
      await using server = await startPreview({ config: project.config, editor });
      const { page, faults } = await openPage(browser, { width: 1280 });
      await page.goto(`${server.url}${path}`);
      const mail = page.frameLocator("#sheet iframe");
      const note = page.locator("#note");
      const none = `There is no issue "${id}" in issues/. If its file was deleted or renamed, put it back; or choose another issue.`;
      const listed = page.locator("#issues a");
      await mail.getByText("As it was.").waitFor();
      expect(await listed.count()).toBe(2);

      await rm(join(project.root, file));
      await note.getByText(`Not shown anew. ${none}`).waitFor();
      await mail.getByText("As it was.").waitFor();
      expect(await listed.count()).toBe(1);
      await page.getByRole("button", { name: "Edit" }).click();
      await note.getByText(none, { exact: true }).waitFor();
      expect(opened).toEqual([]);
      await page.getByRole("button", { name: "Test mail" }).click();
      await page.locator("#test-mail").getByLabel("To").fill("ada@example.org");
      await page.locator("#test-mail").getByRole("button", { name: "Send" }).click();
      await page.locator("#test-mail output").getByText(none, { exact: true }).waitFor();
      await page.keyboard.press("Escape");
      await project.write(file, issueText({ letter: "Back again." }));
      await mail.getByText("Back again.").waitFor();
      await note.getByText("Shown anew.", { exact: true }).waitFor();
      expect(await listed.count()).toBe(2);

      // A page that begins without the issue loads it when it comes.
      await rm(join(project.root, file));
      await page.goto(`${server.url}${path}`);
      await page.locator("#none").getByText("put it back").waitFor();
      await project.write(file, issueText({ letter: "There at last." }));
      await mail.getByText("There at last.").waitFor();
      expect(faults.filter((one) => !one.includes("status of 404"))).toEqual([]);
    },
  );

  browserTest("leaves a studio without any, which shows the first that is begun", async (browser) => {
    await using project = await tempProject();
    await using server = await startPreview({ config: project.config });
    const { page } = await openPage(browser, { width: 1280 });
    await page.goto(server.url);
    await page.locator("#none").getByText("There is no issue in issues/ yet.").waitFor();
    await project.write("templates/weekly/notes.txt", "Of the template.");
    await page.locator("#note").getByText("Shown anew.", { exact: true }).waitFor();
    await project.write("issues/2026-09-01-quiet.yaml", issueText({ letter: "The first." }));
    await page.frameLocator("#sheet iframe").getByText("The first.").waitFor();
  });
});

/** Overwrites where the readers are. The store can still be opened. */
async function damage(file: string): Promise<void> {
  let pages: { rootpage: number; size: number }[];
  {
    await using store = await openStore({ file });
    const found = await sql<{ rootpage: number; size: number }>`
      select rootpage, page_size as size from sqlite_master, pragma_page_size where tbl_name like 'subscri%' and rootpage > 0
    `.execute(store.db);
    pages = found.rows;
  }
  const bytes = await open(file, "r+");
  for (const { rootpage, size } of pages)
    await bytes.write(Buffer.alloc(size, 255), 0, size, (rootpage - 1) * size);
  await bytes.close();
}
