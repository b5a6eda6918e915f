import type { RelayConfig } from "../../config/config.ts";
import { type Html, html } from "../page/html.ts";
import { type Look, lookQuery } from "./look.ts";
import { issuePath } from "./sidebar.ts";

/** Where a test mail of the open issue is addressed and sent. */
export function testMailForm(test: {
  /** The id of the open issue. */
  readonly open: string;
  readonly look: Look;
  /** As whom, and with which subject; undefined when there is nothing to send. */
  readonly seen: { readonly reader: string; readonly subject: string } | undefined;
  /** Where the last one went. */
  readonly lastTo: string;
  readonly hasInbox: boolean;
  readonly relays: readonly RelayConfig[];
}): Html {
  const { open, look, seen, lastTo, hasInbox, relays } = test;
  const path = `${issuePath(open)}/test-mail`;
  return html`<div id="test-mail" popover class="asks" aria-labelledby="test-title"><form data-act method="post" action="${path}">
<h2 id="test-title">Send a test mail</h2>
<div id="test-seen" class="soft" data-live>${seen === undefined ? html`<p>There is nothing to send yet.</p>` : html`<p>As <bdi>${seen.reader}</bdi> gets it: <b dir="auto">${seen.subject}</b>, behind a mark with the time</p>`}</div>
<p class="field"><label for="test-to">To</label><input id="test-to" name="to" inputmode="email" autocomplete="email" value="${lastTo}" placeholder="${hasInbox ? "the reader’s own address" : "ada@example.org"}"${!hasInbox && html` required`} autofocus></p>
<fieldset><legend>Through</legend><div id="test-through" data-live>${hasInbox && target("inbox", "The inbox of this studio", "Nothing leaves this machine.", true)}${relays.map((relay) => target(`relay:${relay.name}`, relay.name, `${relayPlace(relay)}. This leaves your machine.`, false))}</div></fieldset>
<p id="test-send" class="answers" data-live>${seen !== undefined && html`<button class="main" formaction="${path}${lookQuery(look)}">Send</button>`}<button type="button" popovertarget="test-mail" popovertargetaction="hide">Close</button></p>
<output></output>
</form></div>`;
}

/** The inbox is chosen until a person chooses a relay: nobody mails outside by accident. */
function target(value: string, name: string, about: string, isChosen: boolean): Html {
  return html`<label class="target"><input type="radio" name="through" value="${value}" required${isChosen && html` checked`}> <span><b>${name}</b> <span class="soft">${about}</span></span></label>`;
}

function relayPlace(relay: RelayConfig): string {
  return "module" in relay ? relay.module : `${relay.host}:${relay.port}`;
}
