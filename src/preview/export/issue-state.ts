import { dayMs, dayNumber, hourMs } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { isError } from "../../base/problem.ts";
import { checkIssue } from "../../check/check-issue.ts";
import { possibleVariants } from "../../model/possible-variants.ts";
import { variantWords } from "../../model/variant.ts";
import { type MailSize, mailSize } from "../desk/block-sizes.ts";
import { type OpenIssue, type Proof, proofOf } from "../desk/desk.ts";
import { type Impression, impressionOf } from "../desk/impression.ts";
import { type InboxLine, inboxLines } from "../desk/inbox-lines.ts";
import { readEntry } from "../desk/issue-list.ts";
import { inventedReaders, type SampleReader, variantReaders } from "../desk/sample-readers.ts";
import { type MailHeader, readMail } from "../mail/read-mail.ts";
import type { Source } from "./source.ts";

/** An issue in one newsletter, with what each group of its readers gets. */
export interface IssueState extends OpenIssue {
  /** None when it cannot be rendered. */
  readonly variants: readonly VariantState[];
}

export interface VariantState {
  readonly key: string;
  /** What makes it differ; empty when it is the only one. */
  readonly words: string;
  /** Undefined when no block is for such readers. */
  readonly mail?: VariantMail;
}

/** What a reader of a variant gets of whom nothing else is known. */
export interface VariantMail extends Pick<Impression & { status: "made" }, "edition" | "view" | "message"> {
  readonly headers: readonly MailHeader[];
  readonly lines: readonly InboxLine[];
  readonly size: MailSize;
}

/**
 * Reads, renders and checks an issue, by the name of its file, on the road of a send. Nothing of it depends on the
 * moment, the machine or the store: its date is the issue's own, its readers are invented, and nobody signs it. So the
 * same files give the same bytes.
 */
export async function stateOf(source: Source, name: string): Promise<IssueState> {
  const entry = await readEntry(source.config.root, name, source.config);
  const checked = await checkIssue(source.context, entry.file).catch((fault: unknown) => {
    if (fault instanceof LetterpressError) return fault;
    throw fault;
  });
  const { list } = source;
  const bare = { entry, list, isStale: false, variants: [] };
  if (checked instanceof LetterpressError) return { ...bare, problems: [], outline: [], faults: [checked] };
  const { problems, outline } = checked;
  const proof = proofOf(checked);
  if (proof === undefined) return { ...bare, problems, outline, faults: [] };
  const made = await Promise.all(readersOf(proof).map((reader) => variantOf(source, proof, reader)));
  const faults = made.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  return { ...bare, problems, outline, faults, proof, variants: made.map(({ variant }) => variant) };
}

/** Whether something keeps the issue from being sent. */
export function isBroken({ problems, faults, proof }: IssueState): boolean {
  return proof === undefined || faults.length > 0 || problems.some(isError);
}

type VariantReader = SampleReader & { readonly variant: string };

function readersOf({ split }: Proof): readonly VariantReader[] {
  const [nameless] = inventedReaders([]);
  const [only] = possibleVariants(split) ?? [];
  const readers = variantReaders(split).flatMap((one) =>
    one.variant === undefined ? [] : [{ ...one, variant: one.variant }],
  );
  if (readers.length > 0 || nameless === undefined || only === undefined) return readers;
  return [{ ...nameless, variant: only.key }];
}

async function variantOf(
  { list }: Source,
  proof: Proof,
  reader: VariantReader,
): Promise<{ readonly variant: VariantState; readonly fault?: LetterpressError }> {
  const { split, editions, issue } = proof;
  const key = reader.variant;
  const kind = possibleVariants(split)?.find((one) => one.key === key);
  const words = key === "all" || kind === undefined ? "" : variantWords(split, kind);
  if (!editions.some(({ variant }) => variant === key)) return { variant: { key, words } };
  const place = { list, proof };
  const made = impressionOf(place, reader, dayNumber(issue.date) * dayMs + 8 * hourMs, []);
  if (made.status === "faulty") return { variant: { key, words }, fault: made.fault };
  const { edition, view, message } = made;
  const headers = (await readMail(message.bytes))?.headers ?? [];
  return {
    variant: {
      key,
      words,
      mail: {
        edition,
        view,
        message,
        headers,
        lines: inboxLines(place, reader, made),
        size: mailSize(place, reader, edition),
      },
    },
  };
}
