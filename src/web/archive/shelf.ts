import type { Clock, Instant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config } from "../../config/config.ts";
import { readArchiveWish } from "../../issue/read-archive-wish.ts";
import type { Edition } from "../../model/edition.ts";
import { publicEditionOf, type ReadableMailing, readableMailings } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { changedEdition } from "../../store/stored-edition.ts";
import { type PublicIssue, publicIssue } from "./public-issue.ts";

/** The issues that everybody may read. */
export interface Shelf {
  /**
   * The newest first. What changes in the store or in a file is seen after two seconds at the latest; while nothing has
   * changed it is the same array.
   */
  issues(): Promise<readonly PublicIssue[]>;
  editionOf(issue: PublicIssue): Promise<Edition>;
}

export function openShelf(from: {
  readonly store: Store;
  readonly config: Pick<Config, "root" | "lists">;
  readonly siteUrl: string;
  readonly clock: Clock;
  /**
   * Told of an issue that cannot be read; the others are shown without it. Where nobody is told the fault is thrown.
   */
  readonly note?: (line: string) => void;
}): Shelf {
  const { store, clock } = from;
  // A frozen edition never changes, so each is read once.
  const known = new Map<string, PublicIssue>();
  let last: readonly PublicIssue[] = [];
  let looked: { readonly at: Instant; readonly issues: Promise<readonly PublicIssue[]> } | undefined;
  return {
    issues() {
      const now = clock.now();
      if (looked === undefined || now - looked.at >= freshMs || now < looked.at) {
        const issues = look(from, known).then((found) => {
          const isSame = found.length === last.length && found.every((issue, index) => issue === last[index]);
          if (!isSame) last = found;
          return last;
        });
        looked = { at: now, issues };
        // Who comes next tries again.
        issues.catch(() => {
          looked = undefined;
        });
      }
      return looked.issues;
    },
    editionOf: ({ mailing, revision }) => publicEditionOf(store, { mailing, revision }),
  };
}

const freshMs = 2_000;

type From = Parameters<typeof openShelf>[0];

async function look(from: From, known: Map<string, PublicIssue>): Promise<readonly PublicIssue[]> {
  const found: PublicIssue[] = [];
  for (const readable of await publicMailings(from)) {
    const key = `${readable.mailing.id} ${readable.digest} ${readable.madeAt}`;
    const issue = known.get(key) ?? (await readIssue(from, readable));
    if (issue === undefined) continue;
    known.set(key, issue);
    found.push(issue);
  }
  return found;
}

async function readIssue(
  { store, siteUrl, note }: From,
  readable: ReadableMailing,
): Promise<PublicIssue | undefined> {
  const { mailing, revision } = readable;
  try {
    return publicIssue(readable, await publicEditionOf(store, { mailing: mailing.id, revision }), siteUrl);
  } catch (fault) {
    // Behind a lock or on a broken disk no issue can be read.
    if (!(fault instanceof LetterpressError) || fault.code !== changedEdition) throw fault;
    const { code, message, remedy } = fault;
    if (note === undefined)
      throw new LetterpressError(code, `The issue ${mailing.issue} cannot be read. ${message}`, remedy, {
        cause: fault,
      });
    note(`The archive leaves out ${mailing.issue}. ${message} ${remedy}`);
    return undefined;
  }
}

/**
 * One for each issue: of several lists that got it, the one that got it first, so that its address and its tag stay.
 */
async function publicMailings({ store, config }: From): Promise<readonly ReadableMailing[]> {
  const readable = (await readableMailings(store)).filter(({ mailing }) =>
    // A name of dots would be another folder in a path.
    config.lists.some(({ id }) => id === mailing.list && !/^\.+$/.test(mailing.issue)),
  );
  const ids = [...new Set(readable.map(({ mailing }) => mailing.issue))];
  const wishes = new Map(
    await Promise.all(ids.map(async (id) => [id, await readArchiveWish(config.root, id)] as const)),
  );
  const byIssue = new Map<string, ReadableMailing>();
  for (const one of readable) {
    const { issue, list, createdAt } = one.mailing;
    const declared = config.lists.find(({ id }) => id === list);
    const mayBeRead = wishes.get(issue) ?? one.wanted ?? declared?.sender.hasArchive === true;
    const first = byIssue.get(issue);
    if (mayBeRead && (first === undefined || createdAt < first.mailing.createdAt)) byIssue.set(issue, one);
  }
  return [...byIssue.values()].sort((one, other) => other.mailing.date - one.mailing.date);
}
