import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { gitRepository } from "../support/git-repository.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { root as repository } from "../support/program.ts";
import { relayWith } from "./newsletter.ts";
import { canHaveTerminal, talkAtTerminal } from "./terminal.ts";

const said = ["--yes", "--name", `Ada's "Weekly": all`, "--email", "ada@letters.example.org"];

const testTerminal = canHaveTerminal() ? test : test.skip;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "letterpress-init-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("letterpress init", () => {
  test("writes a newsletter in which check finds only what is still to be written, and from which a mailing to the inbox goes", async () => {
    const { code, out, err } = await letterpress(folder, "init", "my news", ...said, "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const root = join(folder, "my news");
    const report = JSON.parse(out);
    const [first] = await readdir(join(root, "issues"));
    expect(report).toMatchObject({ folder: root, kept: [], left: [] });
    expect(report.written).toEqual(
      expect.arrayContaining([
        "letterpress.yaml",
        `issues/${first}`,
        "templates/weekly/template.mjml",
        "templates/words/ar.yaml",
        "templates/pages/layout.hbs",
        ".gitignore",
        ".env.example",
        ".github/workflows/newsletter.yml",
        "package.json",
        ".letterpress/issue.schema.json",
        ".letterpress/config.schema.json",
        ".vscode/settings.json",
      ]),
    );
    const checked = await letterpress(root, "check");
    expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/^ok issues\//m) });
    const told = `${checked.out}${checked.err}`.match(/\[(?:issue|check)\/[a-z-]+\]/g);
    expect(told).toEqual(["[issue/blank]", "[check/unfilled-sender]", "[check/unfilled-sender]"]);
    const demo = await letterpress(root, "demo", first ?? "");
    expect(demo).toMatchObject({ code: 0, out: expect.stringContaining("25 messages in ") });
    const inbox = join(root, ".letterpress/demo/own/inbox");
    const mails = (await readdir(inbox)).filter((name) => name.endsWith(".eml"));
    expect(mails).toHaveLength(25);
    expect(await readFile(join(inbox, mails[0] ?? ""), "utf8")).toContain(
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    );
    const again = await letterpress(root, "demo", first ?? "");
    expect(again.out).toContain("25 messages in ");
    const workflow = parse(await readFile(join(root, ".github/workflows/newsletter.yml"), "utf8"));
    expect(workflow.jobs.check.steps).toContainEqual({ run: "npx letterpress check --format github" });
    expect(workflow.jobs.send).toMatchObject({ environment: "newsletter" });
  });

  test("writes nothing that could reach readers as it is: neither its texts nor its addresses", async () => {
    await using relay = await relayWith();
    await letterpress(folder, "init", "--yes");
    const [first = ""] = await readdir(join(folder, "issues"));
    const change = async (path: string, how: (text: string) => string) =>
      writeFile(join(folder, path), how(await readFile(join(folder, path), "utf8")));
    await change("letterpress.yaml", (text) =>
      text.replace(
        /relays:\n(?: .*\n)+/,
        `relays:\n  - { name: main, host: 127.0.0.1, port: ${relay.server.port}, security: none }\n`,
      ),
    );
    await letterpress(folder, "subscribers", "add", "ada@example.org", "--source", "a form");
    await change(`issues/${first}`, (text) => text.replace("status: draft", "status: ready"));
    expect(await letterpress(folder, "send", first, "--yes")).toMatchObject({
      code: 1,
      err: expect.stringContaining("Say in two sentences"),
    });
    await change(`issues/${first}`, (text) => text.replaceAll("✎ ", "").replace(/^# .*\n/gm, ""));
    expect(await letterpress(folder, "send", first, "--dry-run")).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 reader"),
    });
    expect(await letterpress(folder, "send", first, "--yes")).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /still has what init wrote: from \("hello@.*siteUrl \("https:.*postalAddress \("Your name, Street and number, City and country"\)\. Nothing was sent\./,
      ),
    });
    expect(relay.server.kept).toEqual([]);
    await change("letterpress.yaml", (text) =>
      text
        .replaceAll("my-newsletter.example.org", "letters.example.org")
        .replace(/Your name\n.*\n.*\n/, "Ada\n  1 Type Street\n"),
    );
    expect((await letterpress(folder, "send", first, "--yes")).code).toBe(0);
    expect(relay.server.kept).toHaveLength(1);
  });

  test("never touches what is there, and a second time writes nothing", async () => {
    await writeFile(join(folder, ".gitignore"), "mine\n");
    await writeFile(join(folder, "package.json"), '{ "private": true }\n');
    expect((await letterpress(folder, "init", ...said)).out).toContain("kept .gitignore\n");
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("mine\n");
    expect(await readFile(join(folder, "package.json"), "utf8")).toBe('{ "private": true }\n');
    await writeFile(join(folder, "letterpress.yaml"), "name: Mine\n");
    const second = JSON.parse((await letterpress(folder, "init", ...said, "--json")).out);
    expect(second.written).toEqual([]);
    expect(second.kept).toEqual(expect.arrayContaining(["letterpress.yaml", ".gitignore"]));
    expect(await readFile(join(folder, "letterpress.yaml"), "utf8")).toBe("name: Mine\n");
  });

  test("names the package by where it lies while it is a copy of the repository, and says where GitHub looks for workflows", async () => {
    await mkdir(join(folder, ".git"));
    const { code, err } = await letterpress(folder, "init", "news", ...said);
    expect(code).toBe(0);
    expect(err).toContain("move .github/workflows/newsletter.yml there");
    expect(err).toContain("npm install works nowhere else");
    const { dependencies, allowScripts } = JSON.parse(
      await readFile(join(folder, "news/package.json"), "utf8"),
    );
    expect(resolve(join(folder, "news"), dependencies.letterpress.replace(/^file:/, ""))).toBe(
      resolve(repository),
    );
    // npm warns of a script that is not named here, and knows a folder by its whole path only.
    expect(allowScripts).toEqual({ node: true, [`file:${resolve(repository)}`]: true });
    expect((await letterpress(folder, "init", ...said)).err).not.toContain("working-directory");
  });

  test("writes a package.json that brings Node, also below a folder that has one, and leaves readers out of git", async () => {
    await writeFile(join(folder, "package.json"), '{ "dependencies": { "letterpress": "^0.1.0" } }\n');
    const { out } = await letterpress(folder, "init", "news", ...said);
    expect(out).toMatch(/Next:\n {2}cd news\n {2}npm install .*package-lock\.json/);
    const manifest = JSON.parse(await readFile(join(folder, "news/package.json"), "utf8"));
    expect(manifest).toMatchObject({
      dependencies: { letterpress: expect.anything() },
      devDependencies: { node: "^24" },
      allowScripts: { node: true },
    });
    const git = gitRepository(join(folder, "news"));
    for (const path of ["people.csv", "old/people.refused.csv", "people.refused-2.csv", ".env"])
      expect(git("check-ignore", path)).toContain(path);
    expect(git("ls-files", "letterpress.yaml", "issues")).toMatch(/issues\/.*\nletterpress\.yaml/);
  });

  test("refuses what could not be sent from, and asks nobody who is not there", async () => {
    for (const [option, value, what] of [
      ["--email", "ada@example", "That is no address"],
      ["--site", "http://news.example.org/", "Write https://news.example.org: nobody may read"],
      ["--site", "news.example.org", "Write https://news.example.org: nobody may read"],
      ["--site", "http://localhost", "Write it like https://news.example.org."],
      ["--name", " ", "It is empty"],
    ])
      expect(await letterpress(folder, "init", "--yes", option ?? "", value ?? "")).toMatchObject({
        code: 2,
        err: expect.stringContaining(what ?? ""),
      });
    expect(await letterpress(folder, "init")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Nobody is here to be asked. Say --yes"),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  testTerminal(
    "asks at a terminal, again where an answer cannot be used, and takes what it proposes",
    async () => {
      const { code, said: shown } = await talkAtTerminal(
        folder,
        ["init"],
        [
          ["What is it called?", "The Press\r"],
          ["Which address does it come from?", "ada@\r"],
          ["Which address does it come from?", "ada@letters.example.org\r"],
          ["Where do its readers' links lead? [https://letters.example.org]", "\r"],
          ["What is your postal address", "The Press, 1 Type Street, London\r"],
        ],
      );
      expect(code).toBe(0);
      expect(shown).toContain("That is no address");
      const config = parse(await readFile(join(folder, "letterpress.yaml"), "utf8"));
      expect(config).toMatchObject({
        name: "The Press",
        from: { name: "The Press", email: "ada@letters.example.org" },
        siteUrl: "https://letters.example.org",
        postalAddress: "The Press\n1 Type Street\nLondon\n",
      });
    },
  );
});
