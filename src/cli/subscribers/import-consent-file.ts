import { createReadStream } from "node:fs";
import { relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "../../base/clock.ts";
import { faultText, LetterpressError } from "../../base/errors.ts";
import { importConsent } from "../../subscriptions/import/import-consent.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress subscribers import-consent` */
export async function importConsentFile(
  terminal: Terminal,
  named: string,
  { json }: { readonly json?: boolean },
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const path = resolve(terminal.folder, named);
  const file = relative(terminal.folder, path) || path;
  await using store = await openNewsletterStore(config);
  const report = await importConsent(store, {
    lines: linesOf(path, file),
    file,
    lists: config.lists.map(({ id }) => id),
    now: systemClock.now(),
  });
  if (json === true) terminal.print(JSON.stringify(report, null, 2));
  else {
    const { added, known, refused, refusals } = report;
    for (const { line, because } of refusals) terminal.note(`${file}:${line} is refused: ${because}.`);
    if (refused > refusals.length) terminal.note(`And ${countOf(refused - refusals.length, "more line")}.`);
    terminal.print(
      `${countOf(added, "event")} added to the consent log, ${known} known already, ${refused} refused.`,
    );
  }
  return report.refused === 0 ? exitCodes.done : exitCodes.incomplete;
}

async function* linesOf(path: string, file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (fault) {
    if (fault instanceof LetterpressError) throw fault;
    throw new LetterpressError(
      "use/unreadable",
      `${file} cannot be read: ${faultText(fault)}.`,
      "Name the file that subscribers export --consent has written.",
      { cause: fault },
    );
  }
}
