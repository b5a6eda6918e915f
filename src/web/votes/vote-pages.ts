import type { PageValues } from "../../render/pages/compile-pages.ts";
import type { CountedVotes } from "../../model/poll.ts";
import type { OpenBallot } from "./ballot.ts";

/** The page `vote`: one option with a button, or all of them as links when none was chosen yet. */
export function votePage(ballot: OpenBallot, token: string, chosen?: string): PageValues {
  const options = ballot.options.map(({ id, title }) => ({ id, title, path: pathOf(ballot, token, id) }));
  return {
    title: ballot.question,
    chosen: options.find(({ id }) => id === chosen) ?? "",
    others: options.filter(({ id }) => id !== chosen),
    voted: titleOf(ballot, ballot.voted),
  };
}

/** The page `vote-results`, for who has voted: everybody's votes, and the way to change one's own. */
export function resultsPage(
  ballot: OpenBallot,
  token: string,
  counted: readonly CountedVotes[],
  language: string,
): PageValues {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const votesFor = (option: string) =>
    counted.find((one) => one.poll === ballot.poll && one.option === option)?.votes ?? 0;
  // Only what was asked counts: an option that a correction has taken away is none of these.
  const all = ballot.options.reduce((sum, { id }) => sum + votesFor(id), 0);
  return {
    title: ballot.question,
    voted: titleOf(ballot, ballot.voted),
    all: number.format(all),
    options: ballot.options.map(({ id, title }) => ({
      title,
      path: pathOf(ballot, token, id),
      own: id === ballot.voted,
      votes: number.format(votesFor(id)),
      share: all === 0 ? 0 : Math.round((votesFor(id) / all) * 100),
      percent: percent.format(all === 0 ? 0 : votesFor(id) / all),
    })),
  };
}

/** Tokens, polls and options are letters, digits and hyphens. */
export function pathOf({ poll }: OpenBallot, token: string, option?: string): string {
  const parts = [token, poll, ...(option === undefined ? [] : [option])];
  return `/v/${parts.map(encodeURIComponent).join("/")}`;
}

function titleOf({ options }: OpenBallot, id: string | undefined): string {
  return options.find((one) => one.id === id)?.title ?? "";
}
