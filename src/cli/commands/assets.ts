import { relative } from "node:path";
import { checkEach } from "../../check/check-each.ts";
import type { CheckedIssue } from "../../check/check-issue.ts";
import { issueShelf } from "../../check/earlier-issues.ts";
import { templateShelf } from "../../check/template-shelf.ts";
import type { Config } from "../../config/config.ts";
import type { Asset } from "../../model/edition.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { checkContext } from "../../config/check-context.ts";
import { allIssues, countOf, errorsOf, issueFile, openNewsletter } from "../newsletter.ts";
import { showProblems } from "../show-problems.ts";
import type { Terminal } from "../terminal.ts";
import { type AssetFile, writeAssets } from "../write-assets.ts";

/** `letterpress assets [issue…]` */
export const assets: Command = {
  add(program, terminal, exit) {
    program
      .command("assets")
      .description(
        'With "images: hosted" in letterpress.yaml, mails show pictures from your site. This copies those of issues into the archive (public/assets, if nothing else is said), which you then publish. Nothing is ever removed from it. Without a name: all issues.',
      )
      .argument("[issue...]", "files, or their names in issues/")
      .option("--json", "print what is in the archive now as JSON")
      .addHelpText("after", examples("assets", "assets 2025-02-14-musk-vs-altman", "assets --json"))
      .action(async (named: string[], options: { readonly json?: boolean }) => {
        exit(await copyAssets(terminal, named, options.json === true));
      });
  },
};

async function copyAssets(terminal: Terminal, named: readonly string[], json: boolean): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  // Pictures do not depend on the list.
  const [list] = config.lists;
  const read = { templates: templateShelf(config.root), issues: issueShelf(config.root) };
  const context = { ...checkContext(config, list), ...read };
  const files =
    named.length === 0
      ? await allIssues(config)
      : named.map((one) => issueFile(config, terminal.folder, one));
  const checked: CheckedIssue[] = [];
  for (const file of files) checked.push(await checkEach(context, file));
  const faulty = checked.filter(({ problems }) => errorsOf(problems).length > 0);
  const written = await writeAssets(config, unique(checked.flatMap((one) => one.assets)));
  for (const { file, problems } of faulty) {
    showProblems(terminal, errorsOf(problems));
    terminal.note(`${file} has errors; its pictures were not copied.`);
  }
  if (json) terminal.print(JSON.stringify(written, null, 2));
  else show(terminal, config, written);
  return faulty.length > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** Issues may share a picture. */
function unique(all: readonly Asset[]): readonly Asset[] {
  return [...new Map(all.map((asset) => [asset.path, asset])).values()];
}

function show(terminal: Terminal, config: Config, files: readonly AssetFile[]): void {
  if (config.images === "attached") {
    terminal.print('Pictures travel with each message, so there is nothing to copy ("images: attached").');
    return;
  }
  const added = files.filter(({ isNew }) => isNew);
  for (const { file, bytes } of added)
    terminal.print(`${terminal.style("green", "new")} ${file} (${Math.ceil(bytes / 1024)} KB)`);
  const [first] = files;
  if (first === undefined) {
    terminal.print("There is no picture to copy.");
    return;
  }
  const counts = `${countOf(added.length, "new picture")}, ${files.length - added.length} there already`;
  const folder = relative(config.root, config.archive);
  const site = first.url.slice(0, first.url.lastIndexOf("/assets/"));
  terminal.print(`${counts}. Publish ${folder}/ at ${site} before you send.`);
}
