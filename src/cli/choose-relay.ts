import { LetterpressError } from "../base/errors.ts";
import type { Config, RelayConfig } from "../config/config.ts";

/** The relay that was named, or the only one there is. */
export function chooseRelay(config: Config, named: string | undefined): RelayConfig {
  const known = config.relays.map((relay) => relay.name).join(", ");
  const [first, ...others] = config.relays;
  if (named === undefined && first !== undefined && others.length === 0) return first;
  const relay = config.relays.find((one) => one.name === named);
  if (relay !== undefined) return relay;
  const message = named === undefined ? "There are several relays." : `There is no relay "${named}".`;
  throw new LetterpressError("use/relay", message, `Name one with --relay: ${known}.`);
}
