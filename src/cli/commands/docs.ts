import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { ruleAnchor, ruleCommand, rulesPage } from "../../check/rule-section.ts";
import { type Command, examples } from "../command.ts";
import { type Page, type PageGroup, readPages } from "../docs/read-pages.ts";
import { anchorsOf, sectionOf, withHeadings } from "../docs/sections.ts";
import { exitCodes } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress docs [page]` */
export const docs: Command = {
  add(program, terminal, exit) {
    program
      .command("docs")
      .description(
        "Prints a page of the documentation, as it was when this version was made; without a name, which pages there are. Behind a # stands a heading of the page: then only what is below it. What letterpress says elsewhere names pages like this. A rule of check is named as its findings name it.",
      )
      .argument("[page]", "its name, such as dkim or delivery#the-pace")
      .option("--path", "print where the page lies, for a program that shows Markdown")
      .addHelpText(
        "after",
        examples(
          "docs",
          "docs first-send",
          "docs rules#mail-programs",
          "docs issue/link-http",
          "docs config --path",
        ),
      )
      .action(async (named: string | undefined, { path }: { readonly path?: boolean }) => {
        const groups = await readPages();
        const wanted = named === undefined || ruleCommand(named) === undefined ? named : ruleAnchor(named);
        if (wanted === undefined) list(terminal, groups);
        else await show(terminal, pageOf(groups, wanted), wanted, path === true);
        exit(exitCodes.done);
      });
  },
};

function list(terminal: Terminal, groups: readonly PageGroup[]): void {
  const width = Math.max(...groups.flatMap(({ pages }) => pages.map(({ name }) => name.length)));
  for (const [index, { title, pages }] of groups.entries()) {
    if (index > 0) terminal.print();
    terminal.print(terminal.style("bold", title));
    for (const { name, says } of pages) terminal.print(`  ${name.padEnd(width)}  ${says}`);
  }
  terminal.note("\nRead one with: npx letterpress docs <page>");
}

/** Also as a path, as the pages link to each other. */
function pageOf(groups: readonly PageGroup[], named: string): Page {
  const name = (named.split("#", 1)[0] ?? "").replace(/^.*\//, "").replace(/\.md$/i, "").toLowerCase();
  const pages = groups.flatMap((group) => group.pages);
  const page = pages.find((one) => one.name === name);
  if (page !== undefined) return page;
  if (isCode(named)) throw noRule(named);
  throw new LetterpressError(
    "use/no-page",
    `The documentation has no page "${name}".`,
    didYouMean(
      name,
      pages.map((one) => one.name),
    ),
  );
}

/** As findings are named; a path of a page begins otherwise. */
function isCode(named: string): boolean {
  return /^(?:check|config|issue|render|yaml)\//.test(named);
}

/** Without a guess at what was meant: names of errors are near to those of rules. */
function noRule(named: string): LetterpressError {
  return new LetterpressError(
    "use/no-rule",
    `No rule is named "${named}".`,
    `If a finding bears that name, it is an error of form, which is no rule: the finding says all there is. All rules: npx letterpress docs ${rulesPage}`,
  );
}

async function show(terminal: Terminal, { name, file }: Page, named: string, path: boolean): Promise<void> {
  const [, anchor] = named.split("#");
  const text = await readFile(file, "utf8");
  const wanted = anchor === undefined ? text : sectionOf(text, anchor);
  if (anchor !== undefined && wanted === undefined)
    throw new LetterpressError(
      "use/no-heading",
      `The page ${name} has no heading "${anchor}".`,
      didYouMean(anchor, anchorsOf(text)),
    );
  const inside = relative(terminal.folder, file);
  const where = inside.startsWith("..") ? file : inside;
  if (path) return void terminal.print(where);
  terminal.print(withHeadings((wanted ?? "").trimEnd(), (heading) => terminal.style("bold", heading)));
  if (terminal.printsToScreen) terminal.note(`\n${terminal.style("dim", `This page lies in ${where}.`)}`);
}
