import type { Relay } from "../model/relay.ts";
import type { RelayConfig } from "./config.ts";
import { readSecret } from "./read-secret.ts";

/**
 * A relay with its password, read from `environment` or from a file that only its owner can read. Throws
 * LetterpressError, which never holds the password.
 */
export async function openRelay(
  config: RelayConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Relay> {
  const { user, password: place, weight: _, ...relay } = config;
  if (user === undefined || place === undefined) return relay;
  const words = { noun: "password", owner: `the relay "${config.name}"` };
  return { ...relay, auth: { user, password: await readSecret(place, words, environment) } };
}
