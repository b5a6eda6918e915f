import { LetterpressError } from "../../base/errors.ts";
import { serveReaders } from "../../web/server/serve.ts";
import { openService } from "../../web/service.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { packageFolder } from "../package.ts";
import { openServiceMails } from "../service-mails/open-service-mails.ts";
import { stopOnSignal } from "../send/stop-on-signal.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress serve` */
export const serve: Command = {
  add(program, terminal, exit) {
    program
      .command("serve")
      .description(
        'Answers the links in your mails: readers unsubscribe, in one click from their mail program or on a page. It listens where letterpress.yaml says under "service", on 127.0.0.1:8025 if it says nothing, behind a web server that brings TLS (npx letterpress docs serve). SIGTERM or Ctrl-C ends it when every request is answered.',
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
  // Brings the store up to date with the lists; the service opens it in its own way.
  await using store = await openNewsletterStore(config);
  await using mails = await openServiceMails(terminal, config, store).catch((fault) =>
    waiting(terminal, fault),
  );
  await using open = await openService({
    config: { ...config, service },
    ownPages: packageFolder,
    mailIsDue: () => mails?.wake(),
    note: (line) => terminal.note(line),
  });
  const stop = stopOnSignal(
    terminal,
    "Ending: what was asked is answered, nothing new is taken. Once more ends at once.",
  );
  const server = await serveReaders(open);
  terminal.print(
    `Answering readers of ${open.siteUrl} at ${terminal.style("cyan", server.url)}   (Ctrl-C ends it)`,
  );
  if (!stop.signal.aborted)
    await new Promise<void>((resolve) =>
      stop.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
  await server.close();
  stop.release();
  return exitCodes.done;
}

/** Whatever is wrong with the mails that we would send: who wants to leave is not kept waiting for it. */
function waiting(terminal: Terminal, fault: unknown): undefined {
  if (!(fault instanceof LetterpressError)) throw fault;
  const remedy = fault.remedy.replace("npx letterpress …", "npx letterpress serve");
  const words = `${fault.message} ${remedy} Confirmation and welcome mails wait until then.`;
  terminal.note(`${terminal.style("yellow", "warning")} ${words}`);
}

function portOf(written: string): number {
  if (/^\d{1,5}$/.test(written) && Number(written) < 65_536) return Number(written);
  throw new LetterpressError("use/port", `"${written}" is not a port.`, "Use a number from 1024 to 65535.");
}
