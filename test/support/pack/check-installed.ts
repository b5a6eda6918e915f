import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { checkImported } from "./check-imported.ts";
import { lookAtStudio } from "./look-at-studio.ts";
import { type Packed, root, run } from "./packed.ts";

/** What a newcomer finds: the findings, and in words what was measured on the way. */
export interface Found {
  readonly findings: readonly string[];
  readonly measured: readonly string[];
}

/** The package in an empty folder, as somebody has it who installs it and begins a newsletter. */
export async function checkInstalled({ file }: Packed, folder: string): Promise<Found> {
  const home = mkdtempSync(join(folder, "newsletter-"));
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  run("npm", ["install", "--omit=dev", "--no-audit", "--no-fund", file], home);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const said = letterpress(home, "--version").trim();
  const first = letterpress(home, "demo");
  const second = letterpress(home, "demo");
  const begun = await checkBegun(home);
  return {
    findings: [
      ...(said === version
        ? []
        : [`letterpress --version says ${said} where it is installed, not ${version}.`]),
      ...(/\d+ messages in /.test(first) ? [] : [`letterpress demo does not end with an inbox: ${first}`]),
      ...(second.includes("nothing was sent") ? [] : [`A second letterpress demo sends again: ${second}`]),
      ...checkImported(home),
      ...begun.findings,
    ],
    measured: [sizeOf(join(home, "node_modules")), ...begun.measured],
  };
}

/** A newsletter of somebody who has never seen one: begun, checked, looked at, sent to the inbox, and the mail read. */
async function checkBegun(home: string): Promise<Found> {
  letterpress(home, "init", "my-news", "--yes");
  const news = join(home, "my-news");
  // As init says. It brings Letterpress from the tarball that the folder above has it from, and Node.
  run("npm", ["install", "--no-audit", "--no-fund"], news);
  const node = run("npx", ["--no-install", "node", "--version"], news).trim();
  const checked = letterpress(news, "check", "--json");
  const [issue = ""] = readdirSync(join(news, "issues"));
  const sent = letterpress(news, "demo", issue);
  const studio = await lookAtStudio(news, "the first issue");
  return {
    findings: [
      ...(/^v2[4-9]\./.test(node) ? [] : [`npm install brings Node ${node} into what init wrote.`]),
      ...(isOnlyUnwritten(checked)
        ? []
        : [`letterpress check finds something in what init wrote: ${checked}`]),
      ...(/\d+ messages in /.test(sent)
        ? []
        : [`letterpress demo sends nothing of what init wrote: ${sent}`]),
      ...(await checkMail(join(news, ".letterpress/demo/own/inbox"))),
      ...studio.findings,
    ],
    measured: studio.measured,
  };
}

/** What somebody has to write or fill in themselves is told, and nothing else. */
function isOnlyUnwritten(checked: string): boolean {
  const issues = JSON.parse(checked) as readonly {
    readonly problems: readonly { readonly code: string }[];
  }[];
  const told = new Set(issues.flatMap(({ problems }) => problems.map(({ code }) => code)));
  return [...told].sort().join() === "check/unfilled-sender,issue/blank";
}

/** One of the mails in the inbox, as a mail program reads it. */
async function checkMail(inbox: string): Promise<readonly string[]> {
  const [file] = readdirSync(inbox).filter((name) => name.endsWith(".eml"));
  if (file === undefined) return [`There is no mail in ${inbox}.`];
  const mail = await PostalMime.parse(readFileSync(join(inbox, file)));
  const parts = [mail.subject, mail.from?.address, mail.text, mail.html].map((one) => one ?? "");
  const header = mail.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
  const isWhole =
    parts.every((one) => one !== "") &&
    [mail.text, mail.html].every((one) => one?.includes("Until next week.")) &&
    parts.every((one) => !one.includes("{{")) &&
    mail.subject?.endsWith(", the first issue") === true &&
    header.startsWith("<https://");
  return isWhole ? [] : [`The mail ${file} is not what the issue says: ${JSON.stringify(mail, null, 1)}`];
}

function letterpress(where: string, ...parameters: readonly string[]): string {
  return run("npx", ["--no-install", "letterpress", ...parameters], where);
}

function sizeOf(modules: string): string {
  const files = readdirSync(modules, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(modules, path)))
    .filter((entry) => entry.isFile());
  const megabytes = files.reduce((sum, { size }) => sum + size, 0) / 1_000_000;
  const lock = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, unknown>>;
  };
  return `installed ${megabytes.toFixed(0)} MB in ${Object.keys(lock.packages).length} packages`;
}
