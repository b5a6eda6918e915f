import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, posix } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/*
 * `npm run pack:check`: packs the package as it would be published, looks at what is in it, installs it into an empty
 * folder and uses it there. Expects a fresh `dist`. Exits with 1 and one sentence for each finding.
 */

const root = fileURLToPath(new URL("../../", import.meta.url));
const mostBytes = 1_000_000;

const wanted = [
  "dist/cli/letterpress.js",
  "dist/index.js",
  "dist/index.d.ts",
  "dist/preview/browser/main.js",
  "dist/preview/browser/style/base.css",
  "templates/weekly/template.mjml",
  "templates/weekly/theme.yaml",
  "templates/weekly/blocks/feature.mjml",
  "templates/letter/template.mjml",
  "templates/digest/template.mjml",
  "templates/words/en.yaml",
  "issues/2025-02-14-musk-vs-altman.yaml",
  "issues/images/two-kings.png",
  "docs/issue-format.md",
  "docs/issue.schema.json",
  "docs/config.schema.json",
  "docs/reference/commands.md",
  "docs/reference/config.md",
  "docs/audience.md",
  "docs/templates.md",
  "docs/writing.md",
  "letterpress.yaml",
  "subscribers.csv",
  "package.json",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "GLOSSARY.md",
];

const unwanted = [/^(?:src|test|bench|coverage)\//, /^\./, /\.sqlite/, /\.eml$/, /\.test\.[jt]s$/, /\.log$/];

const folder = mkdtempSync(join(tmpdir(), "letterpress-pack-"));
try {
  const packed = pack();
  const findings = [...checkList(packed), ...checkTexts(packed), ...checkLinks(packed)];
  if (findings.length === 0) findings.push(...(await checkInstalled(packed)));
  for (const finding of findings) console.error(finding);
  if (findings.length === 0)
    console.log(
      `The package is in order: ${packed.paths.length} files, ${Math.ceil(packed.bytes / 1024)} KB.`,
    );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Packed {
  readonly file: string;
  readonly bytes: number;
  readonly paths: readonly string[];
}

function pack(): Packed {
  // Without scripts: `prepare` would build again, and its words would stand in the JSON.
  const [report] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root),
  ) as readonly {
    readonly filename: string;
    readonly size: number;
    readonly files: readonly { readonly path: string }[];
  }[];
  if (report === undefined) throw new Error("npm pack made nothing");
  return {
    file: join(folder, report.filename),
    bytes: report.size,
    paths: report.files.map(({ path }) => path),
  };
}

function checkList({ paths, bytes }: Packed): readonly string[] {
  return [
    ...wanted
      .filter((path) => !paths.includes(path))
      .map((path) => `The package has no ${path}; look at "files" in package.json, and run npm run build.`),
    ...paths
      .filter((path) => unwanted.some((pattern) => pattern.test(path)))
      .map(
        (path) =>
          `The package has ${path}, which readers of it do not need; look at "files" in package.json.`,
      ),
    ...(bytes > mostBytes ? [`The package has ${bytes} bytes, and ${mostBytes} is the most.`] : []),
  ];
}

/** A path of the machine that built the package tells something about it, and works on no other. */
function checkTexts({ file }: Packed): readonly string[] {
  run("tar", ["-xzf", file, "-C", folder], folder);
  const ours = [root, `${homedir()}/`, `${tmpdir()}/`].filter((path) => path.length > 5);
  const machinePath = new RegExp(`(?:${ours.map(RegExp.escape).join("|")}|file:///|/(?:home|Users)/\\w)`);
  return readdirSync(join(folder, "package"), { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, "package", path)).isFile())
    .flatMap((path) => {
      const found = machinePath.exec(readFileSync(join(folder, "package", path), "latin1"));
      return found === null ? [] : [`${path} holds the path ${found[0]} of this machine; make it relative.`];
    });
}

/** What a packed document links to is packed too, but for code: that is read in the repository. Expects the package unpacked. */
function checkLinks({ paths }: Packed): readonly string[] {
  const isPacked = (path: string) => paths.some((one) => one === path || one.startsWith(`${path}/`));
  return paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => {
      const text = readFileSync(join(folder, "package", path), "utf8").replace(
        /^```[\s\S]*?^```|`[^`\n]*`/gm,
        "",
      );
      return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/i.test(target))
        .map((target) => posix.join(posix.dirname(path), target).replace(/\/$/, ""))
        .filter((target) => !/^(?:src|test|bench)(?:\/|$)/.test(target) && !isPacked(target))
        .map((target) => `${path} links to ${target}, which the package does not have.`);
    });
}

async function checkInstalled({ file }: Packed): Promise<readonly string[]> {
  const home = mkdtempSync(join(folder, "newsletter-"));
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  run("npm", ["install", "--omit=dev", "--no-audit", "--no-fund", file], home);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const said = run("npx", ["--no-install", "letterpress", "--version"], home).trim();
  const first = run("npx", ["--no-install", "letterpress", "demo"], home);
  const second = run("npx", ["--no-install", "letterpress", "demo"], home);
  return [
    ...(said === version
      ? []
      : [`letterpress --version says ${said} where it is installed, not ${version}.`]),
    ...(/\d+ messages in /.test(first) ? [] : [`letterpress demo does not end with an inbox: ${first}`]),
    ...(second.includes("nothing was sent") ? [] : [`A second letterpress demo sends again: ${second}`]),
    ...(await checkBegun(home)),
  ];
}

/** A newsletter of somebody who has never seen one: begun, checked, looked at, and sent to the inbox. */
async function checkBegun(home: string): Promise<readonly string[]> {
  run("npx", ["--no-install", "letterpress", "init", "my-news", "--yes"], home);
  const news = join(home, "my-news");
  const checked = run("npx", ["--no-install", "letterpress", "check"], news);
  const [issue = ""] = readdirSync(join(news, "issues"));
  const sent = run("npx", ["--no-install", "letterpress", "demo", issue], news);
  const page = await previewOf(news);
  return [
    ...(checked.startsWith("ok ")
      ? []
      : [`letterpress check finds something in what init wrote: ${checked}`]),
    ...(/\d+ messages in /.test(sent) ? [] : [`letterpress demo sends nothing of what init wrote: ${sent}`]),
    ...(page.includes("the first issue")
      ? []
      : [`letterpress preview does not show what init wrote: ${page}`]),
  ];
}

/** The first page of the studio, from an address that it prints. */
async function previewOf(news: string): Promise<string> {
  const program = join(news, "../node_modules/letterpress/dist/cli/letterpress.js");
  const studio = spawn(process.execPath, [program, "preview", "--port", "0", "--inbox-port", "0"], {
    cwd: news,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: studio.stdout })) {
      const [address] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(line) ?? [];
      if (address === undefined) continue;
      const response = await fetch(address);
      return response.ok ? await response.text() : `it answers ${response.status}`;
    }
    return "it ended before it said where it is";
  } finally {
    studio.kill();
  }
}

function run(command: string, parameters: readonly string[], where: string): string {
  return execFileSync(command, parameters, {
    cwd: where,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
