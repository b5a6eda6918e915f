import { existsSync, readdirSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { LetterpressError } from "../base/errors.ts";
import { formatProblem, isError, type Problem } from "../base/problem.ts";
import { suggest } from "../base/suggest.ts";
import type { Config, ListConfig } from "../config/config.ts";
import { readConfig } from "../config/read-config.ts";
import { ensureLists } from "../store/lists.ts";
import { readMarks } from "../store/run-marks.ts";
import { openStore, type Store } from "../store/store.ts";
import { takeOverJournal } from "../store/unsubscribe-journal.ts";

/** Reads the newsletter around a folder. A broken configuration stops every command, with all its findings. */
export async function openNewsletter(folder: string): Promise<Config> {
  const { config, problems } = await readConfig(folder);
  if (config !== undefined) return config;
  throw new LetterpressError(
    "config/invalid",
    `The configuration has ${countOf(problems.filter(isError).length, "problem")}:\n${problems.map(formatProblem).join("\n")}\n`,
    "Mend letterpress.yaml and try again.",
  );
}

/**
 * The store of a newsletter, with the lists of its configuration, and with whoever unsubscribed while it could not be
 * written.
 */
export async function openNewsletterStore(config: Config, file = config.store): Promise<Store> {
  const store = await openStore({ file });
  try {
    await ensureLists(store, config.lists);
    await takeOverJournal(store);
    return store;
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/** The store of a newsletter for who only looks: one that is not there is not made, and no list is written into it. */
export async function openExistingStore(config: Config): Promise<Store | undefined> {
  return existsSync(config.store) ? openStore({ file: config.store }) : undefined;
}

/**
 * The store with the mailings of a newsletter; undefined where there never was one. Throws where one is missing from
 * which mailings were sent: nobody is to take that for a beginning.
 */
export async function openStoreOfMailings(config: Config): Promise<Store | undefined> {
  const store = await openExistingStore(config);
  if (store === undefined && readMarks(config.store) !== undefined) throw storeGone(config.store);
  return store;
}

export function storeGone(file: string): LetterpressError {
  return new LetterpressError(
    "store/gone",
    `${file} is not there any more.`,
    "If nobody has moved it on purpose, put the newest copy back.",
  );
}

/** Of a plan that is asked for before there is a store. */
export function noStore(): LetterpressError {
  return new LetterpressError(
    "store/none",
    "There is no store yet, so there is nobody to plan for.",
    "Import readers with: npx letterpress subscribers import <file>",
  );
}

/** The list that was named, or the only one there is: a send never guesses between two. */
export function chooseList(config: Config, named: string | undefined): ListConfig {
  const known = config.lists.map((list) => list.id).join(", ");
  if (named === undefined) {
    const [only, ...others] = config.lists;
    if (only !== undefined && others.length === 0) return only;
    throw new LetterpressError(
      "use/no-list",
      "This newsletter has several lists.",
      `Say which with --list: ${known}.`,
    );
  }
  const list = config.lists.find((one) => one.id === named);
  if (list !== undefined) return list;
  throw new LetterpressError(
    "use/unknown-list",
    `There is no list "${named}".`,
    `letterpress.yaml declares: ${known}.`,
  );
}

/**
 * The file of an issue, relative to the newsletter's folder: a path, or its name in `issues/` with or without ending. A
 * folder of that name is not meant.
 */
export function issueFile(config: Config, folder: string, named: string): string {
  const issues = join(config.root, "issues");
  const candidates = [
    resolve(folder, named),
    ...["", ".yaml", ".yml"].map((ending) => join(issues, `${named}${ending}`)),
  ];
  const found = candidates.find(isFile);
  if (found === undefined)
    throw new LetterpressError(
      "use/no-issue",
      `There is no issue "${named}".`,
      `${meantIssue(issues, issueId(named))}Issues lie in issues/ and end in .yaml or .yml.`,
    );
  const inside = relative(config.root, found);
  if (inside.startsWith("..") || isAbsolute(inside))
    throw new LetterpressError(
      "use/foreign-issue",
      `The issue ${found} is not in ${config.root}.`,
      "Move it into issues/.",
    );
  return inside.replaceAll("\\", "/");
}

/** `Did you mean "2026-09-01-quiet"? `, with or without the date before it; nothing when none is near. */
function meantIssue(folder: string, named: string): string {
  const ids = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => /\.ya?ml$/.test(name))
    .map(issueId);
  const slugs = new Map(ids.map((id) => [id.replace(/^\d{4}-\d{2}-\d{2}-/, ""), id]));
  const meant = suggest(named, ids) ?? slugs.get(suggest(named, [...slugs.keys()]) ?? "");
  return meant === undefined ? "" : `Did you mean "${meant}"? `;
}

/** The files of all issues, relative to the newsletter's folder. */
export async function allIssues(config: Config): Promise<readonly string[]> {
  const names = await readdir(join(config.root, "issues")).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length > 0) return files.map((name) => `issues/${name}`);
  throw new LetterpressError(
    "use/no-issue",
    "There is no issue in issues/.",
    "Begin one with: npx letterpress new",
  );
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** `1 problem`, `25 readers`; thousands with a comma. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(isError);
}

/** The id of an issue as it was named: the file's name without its ending. */
export function issueId(named: string): string {
  return basename(named.replaceAll("\\", "/")).replace(/\.ya?ml$/, "");
}
