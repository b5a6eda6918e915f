import { quoted } from "../../base/quoted.ts";
import type { Config, RelayConfig } from "../../config/config.ts";
import { inboxWords } from "../../model/inbox-words.ts";
import { likelyInboxPorts } from "../../preview/inbox/studio-inbox.ts";
import { localGreeting } from "../../transport/local-greeting.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Those of the relays that are an inbox on this machine, by name. Nothing is connected to but the ports of this machine
 * where inboxes are, and only for the first line.
 */
export async function inboxesAmong(
  relays: readonly RelayConfig[],
  { root }: Pick<Config, "root">,
): Promise<readonly string[]> {
  const ports = await likelyInboxPorts(root);
  const isInbox = await Promise.all(
    relays.map(async (relay) => {
      if ("module" in relay || relay.security !== "none" || !ports.includes(relay.port)) return false;
      return (await localGreeting(relay))?.includes(inboxWords.greeting) === true;
    }),
  );
  return relays.filter((_, index) => isInbox[index]).map(({ name }) => name);
}

/** Before anybody is asked: the ledger cannot tell an inbox from a relay, and reaches nobody a second time. */
export function warnOfInboxes(terminal: Terminal, names: readonly string[], issue: string): void {
  for (const name of names)
    terminal.note(
      `${terminal.style("yellow", "warning")} The relay ${name} is an inbox on this machine: no reader gets anything through it, and yet they count as reached, so no send of this issue goes to them again. To rehearse: npx letterpress demo ${quoted(issue)}`,
    );
}
