import type { CheckContext } from "../../check/check-issue.ts";
import { issueShelf } from "../../check/earlier-issues.ts";
import { templateShelf } from "../../check/template-shelf.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { checkContext } from "../../config/check-context.ts";
import { issueNames } from "../desk/issue-list.ts";

/** A newsletter whole, as it lies in a folder that nobody writes to meanwhile: as it is now, or as a git ref has it. */
export interface Source {
  readonly config: Config;
  /** Whose sender the mail comes from. */
  readonly list: ListConfig;
  /** The names of the files of its issues, in `issues/`. */
  readonly names: readonly string[];
  /** What its issues are checked against. */
  readonly context: CheckContext;
}

export async function openSource(config: Config, list: ListConfig): Promise<Source> {
  const { root } = config;
  const names = (await issueNames(root)).toSorted().reverse();
  const read = { templates: templateShelf(root), issues: issueShelf(root) };
  return { config, list, names, context: { ...checkContext(config, list), ...read } };
}

/** How a newsletter was before, at a git ref. */
export interface Before {
  /** As the person named it: `main`. */
  readonly name: string;
  /** All digits of its commit. */
  readonly commit: string;
  /** Undefined when there was no newsletter, or none that could be read. */
  readonly source?: Source;
  /** Why it could not be read, in whole sentences. */
  readonly faults: readonly string[];
  /** Files that git does not have, or that are not in this clone: what needs them cannot be shown as it was. */
  readonly absent: readonly AbsentFile[];
}

export interface AbsentFile {
  /** Relative to the newsletter's folder. */
  readonly file: string;
  /** A whole sentence: why, and what to do. */
  readonly why: string;
}
