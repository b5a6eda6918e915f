import { idOf } from "../desk/issue-list.ts";
import { type Comparison, compare } from "./comparison.ts";
import { type IssueState, stateOf } from "./issue-state.ts";
import { hasSameFile, hasSamePictures, picturesDigest, sharedDigest } from "./same-sources.ts";
import type { Before, Source } from "./source.ts";

/** How an issue is, and what became of it. */
export interface Answer {
  /** Undefined when nothing differs and the issue was not asked for. */
  readonly state?: IssueState;
  /** Undefined when nothing is compared. */
  readonly comparison?: Comparison;
}

/** What is asked of an issue by the name of its file; who asked for it gets it in any case. */
export type Comparer = (name: string, isAsked: boolean) => Promise<Answer>;

/**
 * What cannot differ is not even read: of a hundred issues a pull request changes one. `signal` ends the reading of
 * what they share; then its reason is thrown.
 */
export async function comparer(
  source: Source,
  before: Before | undefined,
  signal?: AbortSignal,
): Promise<Comparer> {
  if (before === undefined) return async (name) => ({ state: await stateOf(source, name) });
  const was = before.source;
  if (was === undefined) {
    const status = before.faults.length === 0 ? "new" : "unknown";
    return async (name) => ({ state: await stateOf(source, name), comparison: { status } });
  }
  const isShared = (await sharedDigest(source, signal)) === (await sharedDigest(was, signal));
  const arePicturesSame = (await picturesDigest(source, signal)) === (await picturesDigest(was, signal));
  return async (name, isAsked) => {
    const old = was.names.find((one) => idOf(one) === idOf(name));
    if (old === undefined) return { state: await stateOf(source, name), comparison: { status: "new" } };
    const isFileSame = name === old && (await hasSameFile(source, was, name));
    const isSame = isShared && isFileSame && (arePicturesSame || (await hasSamePictures(source, was, name)));
    if (isSame && !isAsked) return {};
    const state = await stateOf(source, name);
    const comparison = compare(await stateOf(was, old), state, isFileSame);
    return comparison.status === "same" && !isAsked ? {} : { state, comparison };
  };
}
