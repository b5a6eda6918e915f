import type { Context } from "hono";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../config/config.ts";
import { readSigningKeys } from "../config/read-signing-keys.ts";
import { dkimSigner } from "../message/dkim/signer.ts";
import { speaksFor } from "../model/signing-key.ts";
import type { Desk, OpenIssue } from "./desk.ts";
import { type Impression, impressionOf } from "./impression.ts";
import { type Look, parseLook } from "./look.ts";
import { type RealReader, type SampleReader, sampleReaders } from "./sample-readers.ts";

/** What a request is about. */
export interface Seen {
  readonly config: Config;
  /** What its query asks for. */
  readonly look: Look;
  readonly readers: readonly SampleReader[];
  /** The issue in its path, if there is one. */
  readonly open: OpenIssue | undefined;
  /** Who looks at it. */
  readonly reader: SampleReader | undefined;
  /** What the chosen reader gets of it. */
  readonly impression: Impression | undefined;
}

export interface SeenFrom {
  readonly desk: Desk;
  /** Real readers to look at issues as; invented ones are added. */
  readonly recipients: readonly RealReader[];
  readonly clock: Clock;
  /** Where secrets may be: the keys that messages are signed with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Looks at the disk with the eyes of one request. */
export async function seen(
  { desk, recipients, clock, environment }: SeenFrom,
  context: Context,
): Promise<Seen> {
  const config = await desk.config();
  const lists = config.lists.map(({ id }) => id);
  const id = context.req.param("id");
  const list = lists.find((one) => one === context.req.query("list")) ?? lists[0] ?? "";
  const open = id === undefined ? undefined : await desk.open(id, list);
  const readers = sampleReaders(recipients, Object.keys(config.fields), open?.proof?.split);
  const look = parseLook(
    context.req.query(),
    lists,
    readers.map(({ key }) => key),
  );
  const reader = readers.find(({ key }) => key === look.reader);
  if (open?.proof === undefined || reader === undefined)
    return { config, look, readers, open, reader, impression: undefined };
  const { keys, problems } = await readSigningKeys(config.dkim, environment);
  const signers = keys
    .filter(({ domain }) => speaksFor(domain, open.proof?.sender.from.email ?? ""))
    .map(dkimSigner);
  const impression = impressionOf({ list: open.list, proof: open.proof }, reader, clock.now(), signers);
  const found = { ...open, problems: [...open.problems, ...problems] };
  return { config, look, readers, open: found, reader, impression };
}
