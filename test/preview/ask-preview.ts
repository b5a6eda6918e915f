import { openDesk } from "../../src/preview/desk/desk.ts";
import { nobodyYet, type Readership } from "../../src/preview/desk/readership.ts";
import { previewApp } from "../../src/preview/preview-app.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";
import { TestMails } from "../../src/preview/test-mail/test-mails.ts";
import type { TempProject } from "../support/temp-project.ts";

/** What a studio that was just started answers to a GET. `bugs` is told of its bugs. */
export async function askPreview(
  project: TempProject,
  path: string,
  options: {
    readonly readership?: Readership;
    readonly now?: number;
    readonly headers?: Record<string, string>;
    readonly bugs?: unknown[];
  } = {},
): Promise<Response> {
  const { readership = nobodyYet, now = Date.UTC(2026, 8, 1, 7, 30), headers = {}, bugs = [] } = options;
  const app = previewApp({
    desk: openDesk(project.config),
    readership,
    hub: new EventHub(),
    port: 4000,
    token: "a-token",
    clock: { now: () => now },
    signingKeys: async () => ({ keys: [], problems: [] }),
    testMails: new TestMails({}),
    tellBug: (fault) => bugs.push(fault),
  });
  return app.request(`http://127.0.0.1:4000${path}`, { headers });
}
