import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { localDay, systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError } from "../../base/errors.ts";
import { quoted } from "../../base/quoted.ts";
import { type Command, examples } from "../command.ts";
import { writeEditorFiles } from "../editor-files.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type AnswerFault, askAbout, emailFault, linesOf, nameFault, siteFault } from "../init/ask-about.ts";
import { dependencyOf, namesLetterpress } from "../init/dependency.ts";
import { initFiles } from "../init/init-files.ts";
import { type NewsletterFacts, sampleFacts } from "../init/newsletter-facts.ts";
import { issueId } from "../newsletter.ts";
import { packageFolder } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { writeInside } from "../write-inside.ts";

interface Options {
  readonly name?: string;
  readonly email?: string;
  readonly site?: string;
  readonly address?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `letterpress init [folder]` */
export const init: Command = {
  add(program, terminal, exit) {
    program
      .command("init")
      .description(
        "Writes a newsletter into a folder: letterpress.yaml, templates, a first issue, settings for VS Code, .gitignore, .env.example, and a workflow for GitHub that checks every pull request and sends when a maintainer approves. A file that is there stays as it is.",
      )
      .argument("[folder]", "where; otherwise here")
      .option("--name <name>", "what it is called")
      .option("--email <address>", "the address it comes from")
      .option("--site <url>", "where its readers' links lead, https://…")
      .option("--address <lines>", "your postal address, with commas between the lines")
      .option("--yes", "ask nothing: what is not said can be changed in letterpress.yaml")
      .option("--json", "print what was written as JSON")
      .addHelpText(
        "after",
        examples("init my-news", 'init --name "The Weekly" --email hello@news.example.org --yes'),
      )
      .action(async (folder: string | undefined, options: Options) => {
        exit(await writeNewsletter(terminal, folder ?? ".", options));
      });
  },
};

async function writeNewsletter(terminal: Terminal, named: string, options: Options): Promise<ExitCode> {
  const given = givenFacts(options);
  const root = resolve(terminal.folder, named);
  if (options.yes !== true && !terminal.interactive)
    throw new LetterpressError(
      "use/no-terminal",
      "Nobody is here to be asked.",
      "Say --yes, with --name, --email, --site and --address for what you know already.",
    );
  const facts =
    options.yes === true ? { ...sampleFacts, ...given } : await askAbout(terminal, given, sampleFacts);
  if (facts === undefined) return exitCodes.interrupted;
  await makeFolder(root);
  const files = await initFiles(facts, {
    day: localDay(systemClock.now()),
    from: packageFolder,
    root,
    dependency: dependencyOf(root),
  });
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, text } of files) {
    const done = await writeInside(root, path, text, { fresh: true });
    if (done.status === "written") written.push(path);
    else if (done.status === "exists") kept.push(path);
    else
      throw new LetterpressError(
        "init/unwritable",
        `${path} cannot be written: ${done.why}.`,
        "Mend that and start again: what is there already stays as it is.",
      );
  }
  const editor = await writeEditorFiles(root);
  const all = [...written, ...editor.written];
  if (options.json === true) {
    terminal.print(JSON.stringify({ folder: root, written: all, kept, left: editor.left }, null, 2));
    return exitCodes.done;
  }
  show(terminal, { root, written: all, kept });
  for (const sentence of editor.left) terminal.note(sentence);
  return exitCodes.done;
}

/** What was said on the command line; throws when it cannot be used. */
function givenFacts({ name, email, site, address }: Options): Partial<NewsletterFacts> {
  const refuse = (
    option: string,
    value: string | undefined,
    fault: (answer: string) => AnswerFault | undefined,
  ) => {
    const wrong = value === undefined ? undefined : fault(value);
    if (wrong === undefined) return;
    throw new LetterpressError("use/init", `--${option} cannot be "${value}". ${wrong.says}`, wrong.remedy);
  };
  refuse("name", name, nameFault);
  refuse("email", email, emailFault);
  refuse("site", site, siteFault);
  refuse("address", address, nameFault);
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(site === undefined ? {} : { siteUrl: site.replace(/\/+$/, "") }),
    ...(address === undefined ? {} : { postalAddress: linesOf(address) }),
  };
}

async function makeFolder(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true });
  } catch (cause) {
    throw new LetterpressError(
      "init/no-folder",
      `The folder ${root} cannot be made: ${faultText(cause)}.`,
      "Choose another one.",
      { cause },
    );
  }
}

/** GitHub finds workflows at the root of a repository only, which may be a folder above. */
function repositoryAbove(folder: string): boolean {
  const above = dirname(folder);
  return above !== folder && (existsSync(join(above, ".git")) || repositoryAbove(above));
}

function show(
  terminal: Terminal,
  done: { readonly root: string; readonly written: readonly string[]; readonly kept: readonly string[] },
): void {
  const { root, written, kept } = done;
  const templates = written.filter((path) => path.startsWith("templates/")).length;
  for (const path of written.filter((one) => !one.startsWith("templates/")))
    terminal.print(`${terminal.style("green", "new")}  ${path}`);
  if (templates > 0) terminal.print(`${terminal.style("green", "new")}  templates/ (${templates} files)`);
  const others = kept.filter((path) => !path.startsWith("templates/"));
  for (const path of others) terminal.print(`${terminal.style("dim", "kept")} ${path}`);
  if (kept.length > others.length) terminal.print(`${terminal.style("dim", "kept")} files of templates/`);
  const first = written.find((path) => path.startsWith("issues/"));
  const dependency = dependencyOf(root);
  const workflow = written.find((path) => path.startsWith(".github/workflows/"));
  const inside = relative(terminal.folder, root);
  terminal.print("");
  terminal.print("Next:");
  if (inside !== "") terminal.print(`  cd ${quoted(inside)}`);
  terminal.print(
    "  npm install                Letterpress and Node 24; commit package-lock.json with the rest",
  );
  terminal.print("  npx letterpress preview    see the first issue while you write it");
  terminal.print("  npx letterpress check      find what is wrong with it");
  if (first !== undefined)
    terminal.print(
      `  npx letterpress demo ${quoted(issueId(first))}    send it to sample readers, on this machine`,
    );
  terminal.print("When you have readers:");
  terminal.print("  npx letterpress docs first-send    from here to their mailboxes, step by step");
  if (written.includes("package.json") && dependency.startsWith("file:"))
    terminal.note(
      `package.json names Letterpress by where it lies on this machine (${dependency}), so npm install works nowhere else: name a version there before others, or GitHub, install it.`,
    );
  if (kept.includes("package.json") && !namesLetterpress(root))
    terminal.note(
      `package.json is yours and does not name Letterpress: npm install letterpress@${quoted(dependency)} adds it.`,
    );
  if (workflow !== undefined && repositoryAbove(root) && !existsSync(join(root, ".git")))
    terminal.note(
      `GitHub reads workflows at the root of a repository, and that is a folder above: move ${workflow} there, and give its steps a working-directory.`,
    );
}
