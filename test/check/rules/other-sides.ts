import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkIssue } from "../../../src/check/check-issue.ts";
import { spamCheck } from "../../../src/check/outside/spam/spam-check.ts";
import { spamd } from "../../../src/check/outside/spam/spamd.ts";
import { checkContext } from "../../../src/config/check-context.ts";
import { scriptedSpamd, spamdAnswer } from "../../support/scripted-spamd.ts";
import { issueText, type TempProject, tempProject } from "../../support/temp-project.ts";
import { webServer } from "../../support/web-server.ts";
import { said } from "../outside/online/ask.ts";
import { gmailClip } from "../../../src/check/rules/gmail-clip.ts";
import { findings } from "./findings-of.ts";

/** What is said on both sides of a rule. */
export interface Sides {
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}

/**
 * Both sides of the rules that no few lines show, by their ids: of a whole mail, of a template, of who is asked
 * outside.
 */
export const otherSides: Readonly<Record<string, () => Promise<Sides>>> = {
  async "check/gmail-clip"() {
    const of = (bytes: number) => findings(gmailClip, { html: ["x".repeat(bytes)] });
    return { wrong: of(102_401), right: of(102_400) };
  },
  "check/gmail-styles": () =>
    template("template.mjml", (text) =>
      text.replace("<mj-style>", `<mj-style>${".a { color: #111111; }\n".repeat(900)}`),
    ),
  "check/page-language": () =>
    template("template.mjml", (text) => text.replace(/<mjml[^>]*>/, "<mjml lang='de'>")),
  "render/contrast": () =>
    template("theme.yaml", (text) => text.replace('accent: "#a3291c"', 'accent: "#c9705f"')),
  "check/link-broken": () => online("/gone", "/good"),
  "check/link-moved": () => online("/old", "/good"),
  "check/link-elsewhere": () => online("/lost/story", "/good"),
  async "check/link-private"() {
    await using site = await webServer({ "/good": {} });
    const url = `${site.url}/good`;
    return { wrong: [await said(url, { intranet: false })], right: [await said(url)] };
  },
  "check/picture-online": () => online("/page.png", "/press.png", "picture"),
  "check/spam-score": () => spam("6.5 / 5.0", "6.5 MONEY_BACK BODY: Money back guarantee"),
  "check/spam-rule": () => spam("2.9 / 5.0", "2.9 MONEY_BACK BODY: Money back guarantee"),
};

/** An issue with a file of its template as it is, and changed. */
async function template(file: string, change: (text: string) => string): Promise<Sides> {
  await using project = await tempProject({ "2026-09-01-quiet": issueText() });
  const path = join("templates/weekly", file);
  const sound = await readFile(join(project.root, path), "utf8");
  const right = await codesOf(project);
  if (change(sound) === sound) throw new Error(`${path} has nothing to change`);
  await project.write(path, change(sound));
  return { wrong: await codesOf(project), right };
}

async function codesOf({ config, root: _ }: TempProject): Promise<readonly string[]> {
  if (config.lists[0] === undefined) throw new Error("the sample has a list");
  const { problems } = await checkIssue(
    checkContext(config, config.lists[0]),
    "issues/2026-09-01-quiet.yaml",
  );
  return problems.map(({ code }) => code);
}

async function online(wrong: string, right: string, kind: "link" | "picture" = "link"): Promise<Sides> {
  const led = (location: string) => ({ code: 301, headers: { location } });
  await using site = await webServer({
    "/": {},
    "/good": {},
    "/old": led("/good"),
    "/lost/story": led("/"),
    "/page.png": {},
    "/press.png": { headers: { "content-type": "image/png", "content-length": "20000" } },
  });
  return {
    wrong: [await said(`${site.url}${wrong}`, { kind })],
    right: [await said(`${site.url}${right}`, { kind })],
  };
}

/** A mail that SpamAssassin scores like this, and one in which it finds nothing. */
async function spam(score: string, ...rows: readonly string[]): Promise<Sides> {
  return {
    wrong: await scored(spamdAnswer(score, ...rows)),
    right: await scored(spamdAnswer("0.1 / 5.0", "0.1 HTML_MESSAGE BODY: HTML included in message")),
  };
}

async function scored(answer: string): Promise<readonly string[]> {
  await using server = await scriptedSpamd(answer);
  await using project = await tempProject({ "2026-09-01-quiet": issueText() });
  const { config } = project;
  if (config.lists[0] === undefined) throw new Error("the sample has a list");
  const outside = [spamCheck(spamd({ host: "127.0.0.1", port: server.port }), () => Buffer.from("a mail"))];
  const { problems } = await checkIssue(
    { ...checkContext(config, config.lists[0]), outside },
    "issues/2026-09-01-quiet.yaml",
  );
  return problems.map(({ code }) => code);
}
