import type { IssueState, VariantMail, VariantState } from "./issue-state.ts";

/** What became of an issue since a git ref. */
export type Comparison =
  | { readonly status: "new" }
  /** It was there and could not be rendered, or nothing there could be read. */
  | { readonly status: "unknown"; readonly before?: IssueState }
  /** It cannot be rendered any more. */
  | { readonly status: "broken"; readonly before: IssueState }
  | Compared;

export interface Compared {
  readonly status: "same" | "changed" | "file-changed";
  readonly before: IssueState;
  /** Those in which something that readers get differs. */
  readonly changed: readonly string[];
  /** Keys of variants that were not there before. */
  readonly came: readonly string[];
  /** Variants that are not there any more. */
  readonly went: readonly VariantState[];
}

/** `isFileSame` says whether the issue's own file is as it was. */
export function compare(before: IssueState, now: IssueState, isFileSame: boolean): Comparison {
  if (before.proof === undefined) return { status: "unknown", before };
  if (now.proof === undefined) return { status: "broken", before };
  const was = new Map(made(before).map((one) => [one.key, one]));
  const is = new Map(made(now).map((one) => [one.key, one]));
  const came = [...is.keys()].filter((key) => !was.has(key));
  const went = [...was.values()].filter(({ key }) => !is.has(key));
  const changed = [...is.values()]
    .filter(({ key, mail }) => was.has(key) && !isSameMail(was.get(key)?.mail, mail))
    .map(({ key }) => key);
  const isSame = came.length + went.length + changed.length === 0;
  return {
    status: !isSame ? "changed" : isFileSame ? "same" : "file-changed",
    before,
    changed,
    came,
    went,
  };
}

function made({ variants }: IssueState): readonly VariantState[] {
  return variants.filter(({ mail }) => mail !== undefined);
}

/** All that is sent: the message has everything in it, its sender too. */
function isSameMail(one: VariantMail | undefined, other: VariantMail | undefined): boolean {
  return one !== undefined && other !== undefined && one.message.bytes.equals(other.message.bytes);
}
