import type { Instant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Problem } from "../../base/problem.ts";
import { readPrivateKey } from "../../base/private-key.ts";
import type { Config } from "../../config/config.ts";
import { openRelay } from "../../config/open-relay.ts";
import { isEnvFileOpen } from "../../config/env-file.ts";
import { readSigningKeys } from "../../config/read-signing-keys.ts";
import { unfilledRelayHost } from "../../model/unfilled-relay.ts";
import { unfilledWords } from "../../model/unfilled-sender.ts";
import { recordName, type SigningKey } from "../../model/signing-key.ts";
import { type InspectedStore, inspectStore, roomBeside } from "../../store/inspect-store.ts";
import { type Restored, restoredStore } from "../../store/restored.ts";
import { openStore } from "../../store/store.ts";
import { hasJournal } from "../../store/unsubscribe-journal.ts";
import { type TriedTemplate, tryTemplates } from "./try-templates.ts";

/** What there is on this machine. */
export interface HereSeen {
  readonly now: Instant;
  /** The version of Node that runs, and the oldest one that will do. */
  readonly node: { readonly version: string; readonly oldest: number };
  readonly configProblems: readonly Problem[];
  /** What of the senders is as `init` wrote it; undefined when all is filled in. */
  readonly unfilled: string | undefined;
  /** The names of the relays that are as `init` wrote them. */
  readonly unfilledRelays: readonly string[];
  readonly storeFile: string;
  readonly store: InspectedStore;
  /** Whether it is the newest copy; undefined when that cannot be asked. */
  readonly restored?: Restored | LetterpressError;
  /** Who unsubscribed is noted beside the store, and not in it yet. */
  readonly hasJournal: boolean;
  /** Bytes left on its disk. */
  readonly room: number;
  readonly keys: readonly SeenKey[];
  /** What every relay says of its secrets. */
  readonly secrets: readonly { readonly relay: string; readonly fault?: LetterpressError }[];
  /** Why the file .env cannot be read, when that is so. */
  readonly envFault?: LetterpressError;
  /** Whether others can read the file .env. */
  readonly isEnvFileOpen: boolean;
  readonly templates: readonly TriedTemplate[];
  /** What is wrong with the pages and mails of the readers' service. */
  readonly serviceProblems: readonly Problem[];
}

/** A key of `dkim`, or what is wrong with it. */
export interface SeenKey {
  /** `news._domainkey.example.org` */
  readonly name: string;
  /** `RSA 2048`, `Ed25519` */
  readonly kind?: string;
  readonly problem?: Problem;
}

export interface LookHere {
  readonly now: Instant;
  readonly node: HereSeen["node"];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly envFault?: LetterpressError;
  readonly configProblems: readonly Problem[];
  readonly serviceProblems: readonly Problem[];
}

/** Looks at this machine; nothing is changed on it, and nothing leaves it. */
export async function lookHere(config: Config, given: LookHere): Promise<HereSeen> {
  const { environment, envFault } = given;
  const store = inspectStore(config.store);
  const restored = await askRestored(config.store, store);
  return {
    now: given.now,
    node: given.node,
    configProblems: given.configProblems,
    serviceProblems: given.serviceProblems,
    unfilled: unfilledWords(config.lists.map(({ sender }) => sender)),
    unfilledRelays: config.relays.flatMap((relay) =>
      "host" in relay && relay.host === unfilledRelayHost ? [relay.name] : [],
    ),
    storeFile: config.store,
    store,
    ...(restored === undefined ? {} : { restored }),
    hasJournal: hasJournal(config.store),
    room: roomBeside(config.store),
    keys: await seenKeys(config, environment),
    ...(envFault === undefined ? {} : { envFault }),
    isEnvFileOpen: isEnvFileOpen(config.root),
    secrets: await Promise.all(config.relays.map((relay) => seenSecrets(relay, environment))),
    templates: await tryTemplates(config),
  };
}

/** Only of a store of this version: to open another one would change it. */
async function askRestored(file: string, store: InspectedStore): Promise<HereSeen["restored"]> {
  if (store.status !== "open" || store.stepsBehind !== 0 || store.damages.length > 0) return undefined;
  if (!store.isWritable) return undefined;
  try {
    await using open = await openStore({ file, patienceMs: 2_000 });
    return await restoredStore(open);
  } catch (fault) {
    if (fault instanceof LetterpressError) return fault;
    throw fault;
  }
}

async function seenKeys({ dkim }: Config, environment: LookHere["environment"]): Promise<readonly SeenKey[]> {
  const seen: SeenKey[] = [];
  for (const one of dkim) {
    const { keys, problems } = await readSigningKeys([one], environment);
    const [key] = keys;
    const [found] = problems;
    seen.push({
      name: recordName(one),
      ...(key === undefined ? {} : { kind: kindOf(key) }),
      ...(found === undefined ? {} : { problem: found }),
    });
  }
  return seen;
}

function kindOf({ privateKeyPem }: SigningKey): string {
  const read = readPrivateKey(privateKeyPem);
  return read.status === "valid" && read.type === "rsa" ? `RSA ${read.bits}` : "Ed25519";
}

async function seenSecrets(relay: Config["relays"][number], environment: LookHere["environment"]) {
  const { name } = relay;
  // A module gets the environment as it is; what it wants of it, it says itself.
  if ("module" in relay) return { relay: name };
  try {
    await openRelay(relay, environment);
    return { relay: name };
  } catch (fault) {
    if (fault instanceof LetterpressError) return { relay: name, fault };
    throw fault;
  }
}
