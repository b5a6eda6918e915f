import { LetterpressError } from "../../base/errors.ts";
import type { Config, RelayConfig } from "../../config/config.ts";
import { openRelay } from "../../config/open-relay.ts";
import type { RunRelay } from "../../delivery/relays/lane.ts";
import { moduleTransport } from "../../transport/module-transport.ts";
import { smtpTransport } from "../../transport/smtp.ts";
import { RelayFault, type Transport } from "../../transport/transport.ts";
import { countOf } from "../newsletter.ts";
import { secretsOf } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";

/** The relays as a run uses them, with their passwords; nothing is connected yet. Throws when a password is missing. */
export async function openRelays(
  terminal: Terminal,
  config: Config,
  relays: readonly RelayConfig[],
): Promise<readonly RunRelay[]> {
  const opened: RunRelay[] = [];
  for (const relay of relays) {
    const { name, connections, depth, weight } = relay;
    const transport = await transportOf(secretsOf(terminal, config), config, relay);
    opened.push({ name, transport, connections, depth, weight });
  }
  return opened;
}

/**
 * A way to one relay, with its secrets from the environment or from files. Throws LetterpressError when one is missing.
 */
export async function transportOf(
  environment: Terminal["environment"],
  { root }: Config,
  relay: RelayConfig,
): Promise<Transport> {
  if ("module" in relay) return moduleTransport({ ...relay, root, environment });
  return smtpTransport(await openRelay(relay, environment));
}

/**
 * Opens a session at every relay and closes it again, before anything is frozen: until then everything can be
 * corrected. One has to answer; of the others a person is told, and the run will ask them again.
 */
export async function knock(terminal: Terminal, relays: readonly RunRelay[]): Promise<void> {
  const faults = (await Promise.all(relays.map(faultOf))).filter((fault) => fault !== undefined);
  const [only, ...others] = faults;
  if (only === undefined) return;
  if (faults.length < relays.length) {
    for (const { message, remedy } of faults)
      terminal.note(`${terminal.style("yellow", "warning")} ${message} ${remedy} The others send meanwhile.`);
    return;
  }
  if (others.length === 0) throw only;
  const each = faults.map(({ message, remedy }) => `\n  ${message} ${remedy}`).join("");
  throw new LetterpressError(
    "transport/no-relay",
    `None of the ${countOf(relays.length, "relay")} can be used:${each}\n`,
    "Nothing was sent. Mend one of them and send again.",
  );
}

async function faultOf({ transport }: RunRelay): Promise<RelayFault | undefined> {
  try {
    await (await transport.open()).close();
    return undefined;
  } catch (fault) {
    if (fault instanceof RelayFault) return fault;
    throw fault;
  }
}
