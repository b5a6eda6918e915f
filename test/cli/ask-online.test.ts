import { expect, test } from "@jest/globals";
import { checkIssue } from "../../src/check/check-issue.ts";
import { askOnline } from "../../src/cli/check/ask-online.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { checkContext } from "../../src/config/check-context.ts";
import { issueText, tempProject } from "../support/temp-project.ts";
import { webServer } from "../support/web-server.ts";

test("on a screen a line says how many addresses were asked for, and goes when the last has answered", async () => {
  await using site = await webServer({ "/a": {}, "/b": {} });
  const letter = `[a](${site.url}/a) [b](${site.url}/b) [c](${site.url}/c)`;
  await using project = await tempProject({ hello: issueText({ letter }) });
  const config = { ...project.config, online: { ...project.config.online, intranet: true } };
  const shown: string[] = [];
  const notes: string[] = [];
  for (const screen of [false, true]) {
    const terminal = { screen, overwrite: (line: string) => void shown.push(line) } as unknown as Terminal;
    const [list] = config.lists;
    if (list === undefined) throw new Error("the sample has a list");
    const outside = [await askOnline(terminal, config)];
    const checked = await checkIssue({ ...checkContext(config, list), outside }, "issues/hello.yaml");
    notes.push(...checked.notes);
    if (!screen) await project.write(".letterpress/links.json", "{}");
  }
  expect(shown).toEqual(["asked for 1 of 3 addresses", "asked for 2 of 3 addresses", ""]);
  expect(notes).toEqual([
    "3 addresses asked, 0 known from before.",
    "3 addresses asked, 0 known from before.",
  ]);
});
