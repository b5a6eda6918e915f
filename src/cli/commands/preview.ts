import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import { storeReadership } from "../../preview/desk/readership.ts";
import type { Inbox } from "../../preview/inbox/inbox.ts";
import { startStudioInbox, usualInboxPort } from "../../preview/inbox/studio-inbox.ts";
import { startPreview } from "../../preview/start-preview.ts";
import { mjmlApart } from "../../render/mjml/mjml-apart.ts";
import { type Command, examples } from "../command.ts";
import { refreshSchemas } from "../editor-files.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { exportPreview } from "../export/export-preview.ts";
import { keepingCompiled } from "../keep-compiled.ts";
import { chooseList, issueFile, issueId, openExistingStore, openNewsletter } from "../newsletter.ts";
import { planApart } from "../plan/plan-apart.ts";
import { secretsOf, signingKeysHere } from "../secrets.ts";
import { transportOf } from "../send/open-relays.ts";
import { tellBug } from "../tell-bug.ts";
import type { Terminal } from "../terminal.ts";
import { textEditorOf } from "../text-editor.ts";
import { untilInterrupted } from "../until-interrupted.ts";

/** `letterpress preview [issue]` */
export const preview: Command = {
  add(program, terminal, exit) {
    program
      .command("preview")
      .description(
        "Serves a page on this machine that shows an issue as HTML, plain text and headers, for any reader, renews itself on every save, sends test mails, and has an inbox for them and for any program on this machine. Ctrl-C ends it. With --export it writes such pages into a folder and ends.",
      )
      .argument("[issue]", "a file, or its name in issues/; otherwise the newest")
      .option("--port <number>", "the port; otherwise any that is free")
      .option("--inbox-port <number>", "the port of the inbox (SMTP); otherwise 1025, or any that is free")
      .option(
        "--editor <program>",
        'what opens a file at a line, such as code, subl or "kate -l {line} {file}"; otherwise $VISUAL or $EDITOR if it has a window, or a link for VS Code',
      )
      .option("--list <id>", "the list whose sender the mail comes from; otherwise the first")
      .option(
        "--export <folder>",
        "writes pages into a folder instead, which open from any disk or web host: all issues, or the one that is named. Replaces an earlier export and nothing else",
      )
      .option(
        "--against <ref>",
        "with --export: shows before and after, compared with a git branch, tag or commit; without a name only the issues that differ from it",
      )
      .addHelpText(
        "after",
        examples(
          "preview",
          "preview 2025-02-14-musk-vs-altman",
          "preview --port 4000 --editor subl",
          "preview --export exported",
          "preview --export exported --against main",
        ),
      )
      .action(async (issue: string | undefined, options: PreviewOptions) => {
        exit(await (options.export === undefined ? servePreview : writePreview)(terminal, issue, options));
      });
  },
};

interface PreviewOptions {
  readonly port?: string;
  readonly inboxPort?: string;
  readonly editor?: string;
  readonly list?: string;
  readonly export?: string;
  readonly against?: string;
}

async function servePreview(
  terminal: Terminal,
  named: string | undefined,
  options: PreviewOptions,
): Promise<ExitCode> {
  if (options.against !== undefined)
    throw new LetterpressError(
      "use/against",
      "--against does not say where the comparison is to be written.",
      "Add a folder, as in: npx letterpress preview --export exported --against main",
    );
  await using mjml = mjmlApart(keepingCompiled(terminal.environment));
  const config = await openNewsletter(terminal.folder);
  const list = options.list === undefined ? undefined : chooseList(config, options.list).id;
  if (named !== undefined) issueFile(config, terminal.folder, named);
  await using store = await openExistingStore(config);
  const editor = textEditorOf(options.editor, terminal.environment);
  await using inbox = await openInbox(terminal, config, options);
  await using server = await startPreview({
    config,
    ...(store === undefined ? {} : { readership: storeReadership(store, systemClock) }),
    signingKeys: (now) => signingKeysHere(terminal, now),
    ...(inbox === undefined ? {} : { inbox }),
    makePlan: (file, list, signal) =>
      planApart({ folder: config.root, file, list, environment: terminal.environment }, signal),
    openTransport: (now, relay) => transportOf(secretsOf(terminal, now), now, relay),
    compileMjml: mjml.compile,
    tellBug: (fault) => tellBug(terminal, fault),
    port: portOf(options.port) ?? 0,
    ...(editor === undefined ? {} : { editor }),
  });
  const query = list === undefined ? "" : `?list=${encodeURIComponent(list)}`;
  const path = `${named === undefined ? "/" : `/issues/${encodeURIComponent(issueId(named))}`}${query}`;
  terminal.print(`${terminal.style("cyan", `${server.url}${path}`)}   (Ctrl-C ends the preview)`);
  if (inbox !== undefined) {
    const isElsewhere = options.inboxPort === undefined && inbox.port !== usualInboxPort;
    const taken = isElsewhere ? ` (${usualInboxPort} is taken, perhaps by another preview)` : "";
    terminal.print(
      `Inbox: ${server.url}/inbox, and SMTP for any program on this machine at 127.0.0.1:${inbox.port}${taken}`,
    );
  }
  // The editor's completion can wait for the first page, which is made when the first look is over.
  const interrupted = untilInterrupted();
  const calm = server.firstLook.then(() => pause(firstPageMs, undefined, { ref: false }));
  await Promise.race([interrupted, calm.then(() => refreshSchemas(config.root))]);
  await interrupted;
  return exitCodes.done;
}

const firstPageMs = 2_000;

/** What is only for the running studio would do nothing here. */
async function writePreview(
  terminal: Terminal,
  issue: string | undefined,
  { export: folder = "", list, against, port, inboxPort, editor }: PreviewOptions,
): Promise<ExitCode> {
  const [idle] = Object.entries({ "--port": port, "--inbox-port": inboxPort, "--editor": editor })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (idle !== undefined)
    throw new LetterpressError("use/export", `${idle} does nothing with --export.`, "Leave it out.");
  if (folder === "")
    throw new LetterpressError(
      "use/export",
      "--export names no folder.",
      "Name one that is not there yet, as in: --export exported",
    );
  const config = await openNewsletter(terminal.folder);
  if (list !== undefined) chooseList(config, list);
  return exportPreview(terminal, config, {
    folder,
    ...(issue === undefined ? {} : { issue }),
    ...(list === undefined ? {} : { list }),
    ...(against === undefined ? {} : { against }),
  });
}

/** A folder that cannot be written to is no reason to look at nothing: then there is no inbox. */
async function openInbox(
  terminal: Terminal,
  { root }: Config,
  options: PreviewOptions,
): Promise<Inbox | undefined> {
  const port = portOf(options.inboxPort);
  try {
    return await startStudioInbox({ root, clock: systemClock, ...(port === undefined ? {} : { port }) });
  } catch (fault) {
    if (!(fault instanceof LetterpressError) || fault.code !== "preview/inbox-folder") throw fault;
    terminal.note(
      `${terminal.style("yellow", "warning")} There is no inbox: ${fault.message} ${fault.remedy}`,
    );
    return undefined;
  }
}

function portOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (/^\d{1,5}$/.test(written) && Number(written) < 65_536) return Number(written);
  throw new LetterpressError("use/port", `"${written}" is not a port.`, "Use a number from 1024 to 65535.");
}
