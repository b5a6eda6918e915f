import { relative, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import { openArchive } from "../../web/archive/archive.ts";
import { archiveFiles } from "../../web/archive/archive-files.ts";
import { openPages } from "../../web/service.ts";
import { type CopiedPictures, copyPictures } from "../archive/copy-pictures.ts";
import { type WrittenArchive, writeArchive } from "../archive/write-archive.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openExistingStore, openNewsletter } from "../newsletter.ts";
import { packageFolder } from "../package.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress archive` */
export const archive: Command = {
  add(program, terminal, exit) {
    program
      .command("archive")
      .description(
        "Writes what everybody may read as files: the list of issues, their pages, RSS, Atom and JSON feeds, the sitemap, the pictures. They are those that serve shows, and go into the folder that letterpress.yaml names under archive. Only what differs is written; what an earlier run made and is no longer public is removed, and nothing else is (npx letterpress docs archive).",
      )
      .option("--out <dir>", "another folder")
      .option("--json", "print what was done as JSON")
      .addHelpText("after", examples("archive", "archive --out ../www", "archive --json"))
      .action(async (options: ArchiveOptions) => exit(await buildArchive(terminal, options)));
  },
};

interface ArchiveOptions {
  readonly out?: string;
  readonly json?: boolean;
}

async function buildArchive(terminal: Terminal, { out, json }: ArchiveOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const folder = out === undefined ? config.archive : resolve(terminal.folder, out);
  await using store = await openExistingStore(config);
  const [list] = config.lists;
  if (store === undefined)
    throw new LetterpressError(
      "use/no-store",
      "Nothing has been sent from here, so there is no archive.",
      "Run this where you send from: the store has what everybody may read.",
    );
  const built = openArchive({
    store,
    config,
    pages: await openPages(config, packageFolder),
    siteUrl: list.sender.siteUrl,
    clock: systemClock,
  });
  const written = await writeArchive(folder, () => archiveFiles(built));
  const pictures = await copyPictures(config, built, folder);
  const issues = (await built.shelf.issues()).length;
  if (json === true) terminal.print(JSON.stringify({ folder, issues, ...written, pictures }, null, 2));
  else show(terminal, config, { folder, issues, written, pictures, siteUrl: built.siteUrl });
  return written.kept.length + pictures.missing.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

function show(
  terminal: Terminal,
  config: Config,
  done: {
    readonly folder: string;
    readonly issues: number;
    readonly written: WrittenArchive;
    readonly pictures: CopiedPictures;
    readonly siteUrl: string;
  },
): void {
  const { folder, issues, written, pictures, siteUrl } = done;
  const inside = relative(config.root, folder);
  const name = inside.startsWith("..") || inside === "" ? folder : inside;
  const line = (style: "green" | "yellow" | "red", what: string, path: string) =>
    terminal.print(`${terminal.style(style, what.padEnd(7))} ${name}/${path}`);
  for (const path of [...written.created, ...pictures.created]) line("green", "new", path);
  for (const path of written.changed) line("yellow", "changed", path);
  for (const path of written.removed) line("red", "removed", path);
  for (const path of written.kept)
    terminal.note(
      `${name}/${path} was made or changed by somebody else and is left as it is. Move it away and run this again.`,
    );
  for (const path of pictures.missing)
    terminal.note(
      `${path} is shown by an issue and not in the archive. Copy it with: npx letterpress assets`,
    );
  const files = [
    [written.created.length + pictures.created.length, "new"],
    [written.changed.length, "changed"],
    [written.removed.length, "removed"],
    [written.unchanged + pictures.unchanged, "unchanged"],
  ] as const;
  const told = files.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const shown = issues === 0 ? "No issue is public yet" : countOf(issues, "public issue");
  terminal.print(`${shown}; files: ${told.join(", ")}. Publish ${name}/ at ${siteUrl}.`);
  if (issues === 0)
    terminal.note(
      'Everybody may read what was sent to a list with "archive: true" in letterpress.yaml, and nothing was.',
    );
}
