import type { Context } from "hono";
import type { Clock } from "../../base/clock.ts";
import type { Problem } from "../../base/problem.ts";
import { noticedAsSet } from "../../check/rule-settings.ts";
import type { Config } from "../../config/config.ts";
import type { readSigningKeys } from "../../config/read-signing-keys.ts";
import { dkimSigner, type Signer } from "../../message/dkim/signer.ts";
import { speaksFor } from "../../model/signing-key.ts";
import type { Split } from "../../model/variant.ts";
import type { Desk, OpenIssue } from "../desk/desk.ts";
import { type Impression, impressionOf } from "../desk/impression.ts";
import { counted } from "../desk/issue-list.ts";
import { type Look, parseLook } from "./look.ts";
import type { Readership } from "../desk/readership.ts";
import { inventedReaders, realReader, type SampleReader, variantReaders } from "../desk/sample-readers.ts";

/** What a request is about. */
export interface Seen {
  readonly config: Config;
  /** What its query asks for. */
  readonly look: Look;
  /** The issue in its path, if there is one. */
  readonly open: OpenIssue | undefined;
  /** Who looks at it. */
  readonly reader: SampleReader | undefined;
  /** What the chosen reader gets of it. */
  readonly impression: Impression | undefined;
  /** What signs it. */
  readonly signers: readonly Signer[];
  /** Why it is not signed as it should be. They are among the problems of the issue too. */
  readonly unsigned: readonly Problem[];
}

export interface SeenFrom {
  readonly desk: Desk;
  readonly readership: Readership;
  readonly clock: Clock;
  readonly signingKeys: AskSigningKeys;
}

/**
 * Reads the keys that messages are signed with, at each look anew, since a secret may be written while the studio runs.
 */
export type AskSigningKeys = (config: Config) => ReturnType<typeof readSigningKeys>;

/** Looks at the disk with the eyes of one request. `id` is that of the issue; left out, the one in its path. */
export async function seen(from: SeenFrom, context: Context, id = context.req.param("id")): Promise<Seen> {
  const { desk, clock, signingKeys } = from;
  const config = await desk.config();
  const lists = config.lists.map(({ id }) => id);
  const list = lists.find((one) => one === context.req.query("list")) ?? lists[0] ?? "";
  const open = id === undefined ? undefined : await desk.open(id, list);
  const asked = { list, key: context.req.query("reader") ?? "" };
  const reader = await chosenReader(from.readership, asked, Object.keys(config.fields), open?.proof?.split);
  const look = parseLook(context.req.query(), lists, reader?.key ?? "");
  const { keys, problems: keyless } = await signingKeys(config);
  const unsigned = noticedAsSet(keyless, config.rules);
  const found = open === undefined ? undefined : withProblems(open, unsigned);
  if (open?.proof === undefined || reader === undefined)
    return { config, look, open: found, reader, impression: undefined, signers: [], unsigned };
  const signers = keys
    .filter(({ domain }) => speaksFor(domain, open.proof?.sender.from.email ?? ""))
    .map(dkimSigner);
  const impression = impressionOf({ list: open.list, proof: open.proof }, reader, clock.now(), signers);
  return { config, look, open: found, reader, impression, signers, unsigned };
}

function withProblems(open: OpenIssue, more: readonly Problem[]): OpenIssue {
  const problems = [...open.problems, ...more];
  return { ...open, problems, entry: { ...open.entry, ...counted(problems, open.faults.length) } };
}

/** The reader of that key: a number of the store, an edge case, or a variant. Otherwise the first reader there is. */
async function chosenReader(
  readership: Readership,
  { list, key }: { readonly list: string; readonly key: string },
  fields: readonly string[],
  split: Split | undefined,
): Promise<SampleReader | undefined> {
  const invented = inventedReaders(fields);
  const named = [...invented, ...(split === undefined ? [] : variantReaders(split))];
  const asked = named.find((one) => one.key === key);
  if (asked !== undefined) return asked;
  const id = /^\d{1,15}$/.test(key) ? Number(key) : (await readership.search(list, "")).readers[0]?.id;
  const real = id === undefined ? undefined : await readership.find(list, id);
  return real === undefined ? invented[0] : realReader(real, fields);
}
