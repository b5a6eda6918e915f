import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { storeReadership } from "../../preview/desk/readership.ts";
import { startPreview } from "../../preview/start-preview.ts";
import { type Command, examples } from "../command.ts";
import { refreshSchema } from "../editor-files.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { issueFile, issueId, openExistingStore, openNewsletter } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { textEditorOf } from "../text-editor.ts";
import { untilInterrupted } from "../until-interrupted.ts";

/** `letterpress preview [issue]` */
export const preview: Command = {
  add(program, terminal, exit) {
    program
      .command("preview")
      .description(
        "Serves a page on this machine that shows an issue as HTML, plain text and headers, for any reader, and renews itself on every save. Ctrl-C ends it.",
      )
      .argument("[issue]", "a file, or its name in issues/; otherwise the newest")
      .option("--port <number>", "the port; otherwise any that is free")
      .option(
        "--editor <program>",
        'what opens a file at a line, such as code, subl or "kate -l {line} {file}"; otherwise $VISUAL or $EDITOR if it has a window, or a link for VS Code',
      )
      .addHelpText(
        "after",
        examples("preview", "preview 2025-02-14-musk-vs-altman", "preview --port 4000 --editor subl"),
      )
      .action(async (issue: string | undefined, options: PreviewOptions) => {
        exit(await servePreview(terminal, issue, options));
      });
  },
};

interface PreviewOptions {
  readonly port?: string;
  readonly editor?: string;
}

async function servePreview(
  terminal: Terminal,
  named: string | undefined,
  options: PreviewOptions,
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  if (named !== undefined) issueFile(config, terminal.folder, named);
  await refreshSchema(config.root);
  await using store = await openExistingStore(config);
  const editor = textEditorOf(options.editor, terminal.environment);
  const server = await startPreview({
    config,
    ...(store === undefined ? {} : { readership: storeReadership(store, systemClock) }),
    environment: terminal.environment,
    port: portOf(options.port),
    ...(editor === undefined ? {} : { editor }),
  });
  const path = named === undefined ? "/" : `/issues/${encodeURIComponent(issueId(named))}`;
  terminal.print(`${terminal.style("cyan", `${server.url}${path}`)}   (Ctrl-C ends the preview)`);
  await untilInterrupted();
  await server.close();
  return exitCodes.done;
}

function portOf(written: string | undefined): number {
  if (written === undefined) return 0;
  if (/^\d{1,5}$/.test(written) && Number(written) < 65_536) return Number(written);
  throw new LetterpressError("use/port", `"${written}" is not a port.`, "Use a number from 1024 to 65535.");
}
