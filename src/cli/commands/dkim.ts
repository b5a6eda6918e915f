import { dnsRecord, zoneText } from "../../message/dkim/dns-record.ts";
import { dkimSigner } from "../../message/dkim/signer.ts";
import { type Command, examples } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { openNewsletter } from "../newsletter.ts";
import { showProblems } from "../show-problems.ts";
import { signingKeysHere } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress dkim` */
export const dkim: Command = {
  add(program, terminal, exit) {
    program
      .command("dkim")
      .description(
        "Prints the TXT record of every key that letterpress.yaml signs with. Publish it, and leave it there for as long as readers keep mail. Nothing secret is printed.",
      )
      .option("--json", "print the records as JSON")
      .addHelpText("after", examples("dkim", "dkim --json"))
      .action(async (options: { readonly json?: boolean }) => {
        exit(await showRecords(terminal, options.json === true));
      });
  },
};

async function showRecords(terminal: Terminal, json: boolean): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const { keys, problems } = await signingKeysHere(terminal, config);
  showProblems(terminal, problems);
  const records = keys.map((key) => ({ ...dnsRecord(key), kind: dkimSigner(key).kind }));
  if (json) terminal.print(JSON.stringify(records, null, 2));
  else
    for (const { name, value, kind } of records) {
      terminal.print(terminal.style("bold", `${name}   (${kind})`));
      terminal.print(`${name}. IN TXT ( ${zoneText(value)} )`);
    }
  if (config.dkim.length === 0)
    terminal.note(
      "letterpress.yaml names no key, so messages are not signed. How that is done: npx letterpress docs dkim",
    );
  return config.dkim.length === records.length ? exitCodes.done : exitCodes.incomplete;
}
