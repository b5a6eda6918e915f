import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { gitCommit } from "../../src/cli/git/git-commit.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText } from "../support/temp-project.ts";
import { issue, newsletter, relayWith } from "./newsletter.ts";

test("The plan and the ledger name the commit that an issue was sent from, and whether its files were otherwise", async () => {
  await using relay = await relayWith();
  await using project = await newsletter({ port: relay.server.port, readers: 2 });
  const { root } = project;
  const dry = () => letterpress(root, "send", issue, "--dry-run");
  expect((await dry()).out).not.toMatch(/^ {2}commit/m);
  const commit = repository(root);
  expect((await dry()).out).toContain(`  commit     ${commit.slice(0, 12)}\n`);
  await project.write("readers.csv", "email\n");
  expect(await gitCommit(root)).toBe(commit);
  await project.write("templates/weekly/blocks/own.mjml", "");
  expect(await gitCommit(root)).toBe(`${commit}-dirty`);
  execFileSync("git", ["-C", root, "clean", "-qf", "templates"]);
  await project.write(`issues/${issue}.yaml`, issueText({ subject: "A corrected week" }));
  expect((await dry()).out).toContain(
    `  commit     ${commit.slice(0, 12)}, and changes that are not committed\n`,
  );

  expect((await letterpress(root, "send", issue, "--yes")).code).toBe(0);
  const [mailing] = JSON.parse((await letterpress(root, "status", "--json")).out);
  expect(mailing.editions).toMatchObject([{ revision: 1, commit: `${commit}-dirty`, readers: 2 }]);
});

/** Makes one of the folder, with everything in one commit. */
function repository(root: string): string {
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", root, ...args], { encoding: "utf8" });
  git("init", "--quiet");
  git("add", "letterpress.yaml", "issues", "templates");
  const who = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"];
  git(...who, "commit", "--quiet", "--no-verify", "--message", "An issue");
  return git("rev-parse", "HEAD").trim();
}
