import type { Edition, PolledQuestion, Segments } from "./edition.ts";
import { fillSegments } from "./edition.ts";

/** How often an option was chosen; options without a vote are not counted. */
export interface CountedVotes {
  readonly poll: string;
  readonly option: string;
  readonly votes: number;
}

/** What came of a poll, its options in the order in which they were asked. */
export interface PollResult {
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly title: string; readonly votes: number }[];
  readonly votes: number;
}

/**
 * The polls that an edition asks. Editions that an older version froze do not hold the texts: there the ids stand for
 * them, from the links to vote.
 */
export function pollsIn({ polls, html, text }: Edition): readonly PolledQuestion[] {
  if (polls !== undefined) return polls;
  const options = new Map<string, Set<string>>();
  for (const segment of [...html, ...text])
    if (typeof segment !== "string" && segment.value.kind === "vote") {
      const { poll, option } = segment.value;
      options.set(poll, (options.get(poll) ?? new Set()).add(option));
    }
  return [...options].map(([id, ids]) => ({
    id,
    question: [id],
    options: [...ids].map((option) => ({ id: option, title: [option] })),
  }));
}

/**
 * What came of the polls of some editions of one issue. Votes for what none of them asks any more come last, under
 * their ids.
 */
export function pollResults(
  editions: readonly Edition[],
  counted: readonly CountedVotes[],
): readonly PollResult[] {
  const texts = new Map<string, { question: string; readonly options: Map<string, string> }>();
  const known = (id: string, question: string) => {
    const poll = texts.get(id) ?? { question, options: new Map<string, string>() };
    texts.set(id, poll);
    return poll.options;
  };
  for (const poll of editions.flatMap(pollsIn)) {
    const options = known(poll.id, withoutReader(poll.question));
    for (const { id, title } of poll.options) if (!options.has(id)) options.set(id, withoutReader(title));
  }
  for (const { poll, option } of counted) {
    const options = known(poll, poll);
    if (!options.has(option)) options.set(option, option);
  }
  return [...texts].map(([id, { question, options }]) => {
    const votesFor = (option: string) =>
      counted.find((one) => one.poll === id && one.option === option)?.votes ?? 0;
    const all = [...options].map(([option, title]) => ({ id: option, title, votes: votesFor(option) }));
    return { id, question, options: all, votes: all.reduce((sum, { votes }) => sum + votes, 0) };
  });
}

function withoutReader(segments: Segments): string {
  return fillSegments(segments, ({ value }) => (value.kind === "field" ? value.fallback : ""));
}
