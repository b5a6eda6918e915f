import type { Desk } from "../desk/desk.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { InboxPlace } from "../inbox/inbox-place.ts";
import { html } from "../page/html.ts";
import { page } from "../page/page.ts";
import { inboxKeys, keysSheet } from "./keys-sheet.ts";
import { parseLook } from "./look.ts";
import { sidebar } from "./sidebar.ts";

/** The inbox beside the issues. */
export function inboxInStudio(desk: Desk, inbox: Pick<Inbox, "mails" | "port">, token: string): InboxPlace {
  return {
    base: "/inbox",
    port: inbox.port,
    mayDelete: true,
    async frame({ title, bar, main }) {
      const { name, lists } = await desk.config();
      const look = parseLook(
        {},
        lists.map(({ id }) => id),
        "",
      );
      const side = sidebar({
        name,
        issues: await desk.issues(),
        look,
        inbox: { mails: inbox.mails.length, isOpen: true },
      });
      const body = html`${side}
<main id="main" class="desk mail-desk">
<header class="head">${bar}</header>
${main}
</main>${keysSheet(inboxKeys)}`;
      return page({ title: `${title} · ${name}`, layout: "studio", news: "", token, body });
    },
  };
}
