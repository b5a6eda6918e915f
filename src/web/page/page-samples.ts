import type { PageValues } from "../../render/pages/compile-pages.ts";

const votedOption = {
  id: "one",
  title: "One",
  path: "/v/x/team/one",
  own: false,
  votes: "3",
  share: 100,
  percent: "100%",
};

const listedIssue = {
  title: "A quiet week",
  summary: "What happened",
  day: "2026-09-01",
  date: "September 1, 2026",
  path: "/archive/2026-09-01-hello",
  tongue: "en",
};
const list = { id: "weekly", name: "Weekly", isChosen: true };
const option = { value: "a", text: "A", isChosen: true };
const typed = {
  name: "fields.city",
  label: "City",
  type: "text",
  value: "Paris",
  longest: 200,
  options: [],
  isFaulty: true,
};
const chosen = { ...typed, options: [option] };

/**
 * What each page is tried with before the service starts, so that a name which a newsletter's own page has wrong is
 * found then and not by a reader. A page that may show different things has several. Every page that ships is here.
 */
export const pageSamples: Readonly<Record<string, readonly PageValues[]>> = {
  help: [{ answers: "desk@news.example.org", archive: true }],
  archive: [{ years: [] }, { years: [{ year: "2026", issues: [listedIssue] }] }],
  "check-mail": [{}],
  confirm: [{ lists: ["Weekly"] }],
  confirmed: [{}],
  "ended-link": [{}],
  expired: [{}],
  fault: [{ retry: true }, { retry: false }],
  "not-allowed": [{}],
  "not-found": [{}],
  "not-understood": [{}],
  "not-readable": [
    { page: "", issue: "", archive: false },
    { page: "/archive/x", issue: "X", archive: true },
  ],
  preferences: [
    {
      email: "a•••@example.org",
      isSuppressed: true,
      isSaved: true,
      hasLeft: true,
      isFaulty: true,
      lists: [list],
      inputs: [typed, chosen],
      languages: [option],
      pausedUntil: "December 1, 2026",
    },
  ],
  subscribe: [
    {
      email: "ada@example.org",
      emailIsFaulty: true,
      lists: [list],
      listsAreFaulty: true,
      inputs: [typed, chosen],
      isFaulty: true,
      onceMore: true,
      time: "1",
      work: 1,
    },
  ],
  "too-large": [{}],
  "too-many": [{}],
  "unknown-link": [{}],
  vote: [
    { title: "Whose side?", voted: "", chosen: "", others: [votedOption] },
    { title: "Whose side?", voted: "Nobody's", chosen: votedOption, others: [votedOption] },
  ],
  "vote-results": [{ title: "Whose side?", voted: "Nobody's", all: "3", options: [votedOption] }],
  unsubscribe: [{ list: "Weekly" }],
  unsubscribed: [{ list: "Weekly" }],
};
