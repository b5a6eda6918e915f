import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, posix } from "node:path";
import { type Packed, root, run } from "./packed.ts";

const mostBytes = 2_000_000;

const wanted = [
  "dist/program/letterpress.js",
  "dist/program/index.js",
  "dist/program/press-thread.js",
  "dist/program/plan-thread.js",
  "dist/program/check-thread.js",
  "dist/program/mjml-thread.js",
  "dist/THIRD-PARTY-LICENSES.txt",
  "dist/types/index.d.ts",
  "dist/browser/main.js",
  "dist/browser/style/base.css",
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
  "docs/first-send.md",
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

const unwanted = [
  /^(?:src|test|bench|coverage)\//,
  /^\./,
  /\.sqlite/,
  /\.eml$/,
  /\.test\.[jt]s$/,
  /\.log$/,
  /^docs\/images\//,
];

/** What is wrong with the files of the package, each in a sentence. */
export function checkFiles(packed: Packed): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "letterpress-unpacked-"));
  try {
    run("tar", ["-xzf", packed.file, "-C", folder], folder);
    const unpacked = join(folder, "package");
    return [...checkList(packed), ...checkTexts(unpacked), ...checkLinks(packed, unpacked)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
function checkTexts(unpacked: string): readonly string[] {
  const ours = [root, `${homedir()}/`, `${tmpdir()}/`].filter((path) => path.length > 5);
  const machinePath = new RegExp(`(?:${ours.map(RegExp.escape).join("|")}|file:///|/(?:home|Users)/\\w)`);
  return readdirSync(unpacked, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(unpacked, path)).isFile())
    .flatMap((path) => {
      const found = machinePath.exec(readFileSync(join(unpacked, path), "latin1"));
      return found === null ? [] : [`${path} holds the path ${found[0]} of this machine; make it relative.`];
    });
}

/** Whatever a packed document links to is packed too: nobody knows where the repository is. */
function checkLinks({ paths }: Packed, unpacked: string): readonly string[] {
  const isPacked = (path: string) => paths.some((one) => one === path || one.startsWith(`${path}/`));
  return paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => {
      const text = readFileSync(join(unpacked, path), "utf8").replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, "");
      return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/i.test(target))
        .map((target) => posix.join(posix.dirname(path), target).replace(/\/$/, ""))
        .filter((target) => !isPacked(target))
        .map((target) => `${path} links to ${target}, which the package does not have.`);
    });
}
