import type { Context, Hono } from "hono";
import { castVote, countVotes } from "../../store/votes.ts";
import { languageOf } from "../page/language-of.ts";
import type { KeptEditions } from "../mailed/kept-editions.ts";
import { endedLink } from "../page/ended-link.ts";
import { addRoute } from "../page/routes.ts";
import { showPage } from "../page/show-page.ts";
import { only, readForm } from "../server/form.ts";
import type { PeerEnv } from "../server/peer.ts";
import type { Service } from "../service.ts";
import { type OpenBallot, openBallot } from "./ballot.ts";
import { pathOf, resultsPage, votePage } from "./vote-pages.ts";

/**
 * `/v/<token>/<poll>/<option>`, the links of a poll in a mail. A GET shows the option with a button and changes
 * nothing: scanners follow every link, and would vote for the last. The button posts, and whoever has voted sees what
 * the others said; another link, then or later, changes the vote. There is one vote for each reader, however often the
 * button is pressed. `/v/<token>/<poll>` shows the results to who has voted, and the question to who has not.
 */
export function addVoteRoutes(app: Hono<PeerEnv>, service: Service, editions: KeptEditions): void {
  const open = (context: Context) => ballotIn(context, { store: service.reads, editions });
  addRoute(app, service, "/v/:token/:poll/:option", {
    get: async (context) => {
      const { ballot, option, token } = await open(context);
      if (ballot === "ended") return endedLink(context, service);
      if (ballot === "unknown" || option === undefined) return unknownLink(context, service);
      if (ballot.voted === option) return showResults(context, service, ballot, token);
      return showPage(context, service, "vote", votePage(ballot, token, option), { said: ballot.language });
    },
    post: (context) => vote(context, service, open),
  });
  addRoute(app, service, "/v/:token/:poll", {
    get: async (context) => {
      const { ballot, token } = await open(context);
      if (ballot === "ended") return endedLink(context, service);
      if (ballot === "unknown") return unknownLink(context, service);
      if (ballot.voted !== undefined) return showResults(context, service, ballot, token);
      return showPage(context, service, "vote", votePage(ballot, token), { said: ballot.language });
    },
  });
}

async function vote(
  context: Context,
  service: Service,
  open: (context: Context) => Promise<AskedBallot>,
): Promise<Response> {
  const form = await readForm(context);
  if (form.status === "refused")
    return showPage(context, service, "not-understood", {}, { status: form.code });
  if (only(form.fields, "vote") !== "yes")
    return showPage(context, service, "not-understood", {}, { status: 400 });
  const { ballot, option, token } = await open(context);
  if (ballot === "ended") return endedLink(context, service);
  if (ballot === "unknown" || option === undefined) return unknownLink(context, service);
  const { store, write, clock, metrics, site } = service;
  // An option that was chosen already keeps the time at which it was.
  const isCast =
    ballot.voted === option || (await write(() => castVote(store, ballot, { option, now: clock.now() })));
  if (!isCast) return unknownLink(context, service);
  metrics.count("letterpress_service_votes_total", {
    change: ballot.voted === undefined ? "first" : "again",
  });
  // So that loading the page again sends no form again.
  return context.redirect(`${site}${pathOf(ballot, token)}`, 303);
}

/** What the link names. */
interface AskedBallot {
  readonly ballot: OpenBallot | "ended" | "unknown";
  /** Undefined when the reader's mail did not have it. */
  readonly option: string | undefined;
  readonly token: string;
}

async function ballotIn(context: Context, from: Parameters<typeof openBallot>[0]): Promise<AskedBallot> {
  const token = (context.req.param("token") ?? "").toLowerCase();
  const ballot = await openBallot(from, { token, poll: context.req.param("poll") ?? "" });
  const options = typeof ballot === "string" ? [] : ballot.options;
  const option = options.find(({ id }) => id === context.req.param("option"))?.id;
  return { ballot, option, token };
}

async function showResults(
  context: Context,
  service: Service,
  ballot: OpenBallot,
  token: string,
): Promise<Response> {
  const counted = await countVotes(service.reads, ballot.issue);
  const language = languageOf(context, service, ballot.language);
  const values = resultsPage(ballot, token, counted, language);
  return showPage(context, service, "vote-results", values, { said: ballot.language });
}

function unknownLink(context: Context, service: Service): Response {
  return showPage(context, service, "unknown-link", {}, { status: 404 });
}
