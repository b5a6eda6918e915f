import { LetterpressError } from "../../base/errors.ts";
import { serveReaders } from "../../web/server/serve.ts";
import { openService } from "../../web/service.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { packageFolder } from "../package.ts";
import { stopOnSignal } from "../send/stop-on-signal.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress serve` */
export const serve: Command = {
  add(program, terminal, exit) {
    program
      .command("serve")
      .description(
        'Answers the links in your mails: readers unsubscribe, in one click from their mail program or on a page. It listens where letterpress.yaml says under "service", on 127.0.0.1:8025 if it says nothing, behind a web server that brings TLS (docs/serve.md). SIGTERM or Ctrl-C ends it when every request is answered.',
      )
      .option("--port <number>", "another port than that of letterpress.yaml; 0 is any free one")
      .addHelpText("after", examples("serve", "serve --port 8026"))
      .action(async (options: ServeOptions) => exit(await serveUntilStopped(terminal, options)));
  },
};

interface ServeOptions {
  readonly port?: string;
}

async function serveUntilStopped(terminal: Terminal, { port }: ServeOptions): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const service = port === undefined ? config.service : { ...config.service, port: portOf(port) };
  // With its lists, and up to date; the service opens it in its own way.
  await (await openNewsletterStore(config)).close();
  await using open = await openService({
    config: { ...config, service },
    ownPages: packageFolder,
    note: (line) => terminal.note(line),
  });
  const server = await serveReaders(open);
  terminal.print(
    `Answering readers of ${open.siteUrl} at ${terminal.style("cyan", server.url)}   (Ctrl-C ends it)`,
  );
  const stop = stopOnSignal(
    terminal,
    "Ending: what was asked is answered, nothing new is taken. Once more ends at once.",
  );
  if (!stop.signal.aborted)
    await new Promise<void>((resolve) =>
      stop.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
  await server.close();
  stop.release();
  return exitCodes.done;
}

function portOf(written: string): number {
  if (/^\d{1,5}$/.test(written) && Number(written) < 65_536) return Number(written);
  throw new LetterpressError("use/port", `"${written}" is not a port.`, "Use a number from 1024 to 65535.");
}
