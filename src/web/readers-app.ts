import { Hono } from "hono";
import { LetterpressError } from "../base/errors.ts";
import { openArchive } from "./archive/archive.ts";
import { addArchiveRoutes } from "./archive/archive-routes.ts";
import { addConfirmRoutes } from "./confirm/confirm-routes.ts";
import { addHelpRoute } from "./archive/help-routes.ts";
import { addHealthRoutes } from "./health/health-routes.ts";
import { keptEditions } from "./mailed/kept-editions.ts";
import { addWebVersionRoutes } from "./mailed/web-version-routes.ts";
import { addStyle } from "./page/style.ts";
import { showPage } from "./page/show-page.ts";
import { addPreferenceRoutes } from "./preferences/preferences-routes.ts";
import { limitBodies } from "./server/body-limit.ts";
import { answerHeaders } from "./server/headers.ts";
import type { PeerEnv } from "./server/peer.ts";
import { retrySeconds } from "./server/retry.ts";
import { watchAnswers } from "./server/watch-answers.ts";
import type { Service } from "./service.ts";
import { addSignUpRoutes } from "./sign-up/sign-up-routes.ts";
import { addUnsubscribeRoutes } from "./unsubscribe/unsubscribe-routes.ts";
import { addVoteRoutes } from "./votes/vote-routes.ts";

/**
 * What `letterpress serve` answers. Each folder of this room adds its routes with one function, which gets the app and
 * what all routes work with.
 */
export function readersApp(service: Service): Hono<PeerEnv> {
  const app = new Hono<PeerEnv>({ strict: false });
  app.use(watchAnswers(service));
  app.use(answerHeaders());
  app.use(
    limitBodies(largestBody, (context) => {
      // What is left of the body is not read.
      context.header("Connection", "close");
      return showPage(context, service, "too-large", {}, { status: 413 });
    }),
  );
  addHealthRoutes(app, service);
  addStyle(app, service);
  addUnsubscribeRoutes(app, service);
  const archive = openArchive({ ...service, store: service.reads });
  addArchiveRoutes(app, service, archive);
  addHelpRoute(app, service, archive);
  const editions = keptEditions(service.reads);
  addWebVersionRoutes(app, service, { archive, editions });
  addVoteRoutes(app, service, editions);
  addSignUpRoutes(app, service);
  addConfirmRoutes(app, service);
  addPreferenceRoutes(app, service);
  app.notFound((context) => showPage(context, service, "not-found", {}, { status: 404 }));
  app.onError((fault, context) => {
    // A store that is locked, full or gone is known to the operator by the note, and to the reader as "try again
    // later".
    const isKnown = fault instanceof LetterpressError;
    service.note(isKnown ? `${fault.message} ${fault.remedy}` : `bug ${fault.stack ?? fault.message}`);
    if (isKnown) context.header("Retry-After", String(retrySeconds));
    return showPage(context, service, "fault", { retry: isKnown }, { status: isKnown ? 503 : 500 });
  });
  return app;
}

/** Bytes: many times what a form of ours can say. */
const largestBody = 64 * 1024;
