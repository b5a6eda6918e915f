import { LetterpressError } from "../../base/errors.ts";
import type { Config, RelayConfig } from "../../config/config.ts";

/** The relays that were named, in the order of the configuration; all of them when none was. */
export function chooseRelays(
  { relays }: Pick<Config, "relays">,
  named: readonly string[] = [],
): readonly RelayConfig[] {
  const unknown = named.find((name) => relays.every((relay) => relay.name !== name));
  if (unknown !== undefined)
    throw new LetterpressError(
      "use/relay",
      `There is no relay "${unknown}".`,
      `Name one with --relay: ${relays.map(({ name }) => name).join(", ")}.`,
    );
  return named.length === 0 ? relays : relays.filter(({ name }) => named.includes(name));
}

/** The only relay there is: of readers it need not be said that they went through it. */
export function onlyRelay({ relays }: Pick<Config, "relays">): string | undefined {
  return relays.length === 1 ? relays[0]?.name : undefined;
}

/** `--relay` given once more, for commander. */
export function oneMoreRelay(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name];
}

/**
 * What each relay takes, for the plan: `main (smtp.example.org:587), 75 %`. `inboxes` names those that are none
 * (inbox-relays.ts).
 */
export function relayWords(
  relays: readonly RelayConfig[],
  inboxes: readonly string[] = [],
): readonly string[] {
  const words = (relay: RelayConfig, share?: string) =>
    [
      placeOf(relay),
      share,
      inboxes.includes(relay.name) ? "an inbox on this machine: no reader gets it" : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(", ");
  const [first, ...others] = relays;
  if (first !== undefined && others.length === 0) return [words(first)];
  const all = relays.reduce((sum, { weight }) => sum + weight, 0);
  return relays.map((relay) => words(relay, partWords(relay.weight, all, relays.length)));
}

function partWords(weight: number, all: number, count: number): string {
  if (all === 0) return `1 of ${count}`;
  if (weight === 0) return "a standby, when no other works";
  return `${((100 * weight) / all).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}

function placeOf(relay: RelayConfig): string {
  return `${relay.name} (${"module" in relay ? relay.module : `${relay.host}:${relay.port}`})`;
}
