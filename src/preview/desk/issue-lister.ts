import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "../../config/config.ts";
import type { readIssueText } from "../../issue/read-issue.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { type IssueEntry, idOf, issueNames, newestFirst, readEntry, seenEntry } from "./issue-list.ts";
import type { ReadTextAt } from "./issue-texts.ts";

/** Lists the issues of a newsletter, newest first. `open` is the id of one that is looked at. */
export type ListIssues = (
  config: Config,
  print: Fingerprint,
  open?: string,
) => Promise<readonly IssueEntry[]>;

/**
 * An issue is read again only when something it depends on has changed: with a hundred of them, a save costs the
 * reading of one. To read hundreds for the first time takes seconds, in which nobody would see a page. So the newest
 * are read at once, and the one that is looked at; of the others the lines of their heads are shown, until they are
 * read one after the other, with pauses in which pages are answered. `onRead` is called when some were.
 */
export function issueLister(root: string, readText: ReadTextAt, onRead: () => void): ListIssues {
  let known = new Map<string, Known>();
  let config: Config | undefined;
  let isReading = false;

  function read(name: string, one: Known): Promise<void> {
    if (config !== undefined) one.reading ??= readOnce(name, one, config);
    return one.reading ?? Promise.resolve();
  }

  async function readOnce(name: string, one: Known, declared: Config): Promise<void> {
    const text: typeof readIssueText = (...asked) => readText(one.mark, ...asked);
    const entry = await readEntry(root, name, declared, text, await one.entry);
    one.entry = Promise.resolve(entry);
    one.isRead = true;
  }

  /** Ends when all are read. One that cannot be, by a bug of ours, is told when somebody opens it. */
  async function readOthers(): Promise<void> {
    if (isReading) return;
    isReading = true;
    let since = 0;
    for (let next = unread(); next !== undefined; next = unread()) {
      await pause(pauseMs, undefined, { ref: false });
      const [name, one] = next;
      await read(name, one).catch(() => undefined);
      one.isRead = true;
      since += 1;
      if (since % toldAtOnce === 0 || unread() === undefined) onRead();
    }
    isReading = false;
  }

  function unread() {
    return [...known].find(([, { isRead }]) => !isRead);
  }

  return async (now, print, open) => {
    config = now;
    const names = await issueNames(root);
    known = new Map(
      names.map((name) => {
        const mark = print.of(`issues/${name}`);
        const before = known.get(name);
        const isSame = before?.mark === mark;
        return [name, isSame ? before : { mark, entry: seenEntry(root, name), isRead: false }];
      }),
    );
    const listed = [...known];
    const seen = await Promise.all(listed.map(([, { entry }]) => entry));
    const newest = new Set(
      seen
        .toSorted(newestFirst)
        .slice(0, atOnce)
        .map(({ id }) => id),
    );
    const wanted = listed.filter(([name]) => newest.has(idOf(name)) || idOf(name) === open);
    await Promise.all(wanted.map(([name, one]) => read(name, one)));
    if (unread() !== undefined) void readOthers();
    return (await Promise.all(listed.map(([, { entry }]) => entry))).sort(newestFirst);
  };
}

/** An issue as it was at `mark`. */
interface Known {
  readonly mark: string;
  entry: Promise<IssueEntry>;
  isRead: boolean;
  reading?: Promise<void>;
}

/** Issues: what fills a sidebar. */
const atOnce = 12;
const toldAtOnce = 25;
const pauseMs = 20;
