import type { MailSize } from "../desk/block-sizes.ts";
import type { OpenIssue } from "../desk/desk.ts";
import { type Html, html } from "../page/html.ts";
import { lineButton } from "./edit-button.ts";
import type { FindingsPlace } from "../page/finding.ts";
import { allFindings, type FindingGroup, findingGroups, partName } from "../page/finding-groups.ts";
import { shownOf, tally } from "../page/findings.ts";
import { type Look, lookQuery } from "./look.ts";
import { issuePath } from "./sidebar.ts";
import { blockSize, sizeMeter } from "../page/size-meter.ts";

/** The size of the mail that is shown, and which variant it is. */
export type ShownSize = MailSize & { readonly variant: string };

/**
 * Everything that `letterpress check` knows of the open issue, and how large its mail is, block by block. What
 * accessibility tests find in the frame is added in the browser, into the lists marked `data-axe`.
 */
export async function findingsPanel(
  place: FindingsPlace,
  open: OpenIssue,
  size: ShownSize | undefined,
): Promise<Html> {
  const found = allFindings(open);
  const groups = findingGroups(open, size?.variant);
  const shown = await Promise.all(groups.map((group) => groupOf(place, open, group, size)));
  return html`<header class="findings-head"><h2>Findings</h2><p class="soft">${tally(found) || "check finds nothing"}</p><button class="next-finding" data-next-finding data-key="n" aria-keyshortcuts="n">Next</button></header>
${size !== undefined && sizeMeter(size)}
${size !== undefined && html`<p id="audit" class="audit soft" role="status"></p>`}
${shown}`;
}

/** Shows the panel or puts it away, and says how many findings there are. */
export function findingsSwitch({ entry }: OpenIssue, look: Look): Html {
  const isOn = look.findings === "on";
  const { id, errors, warnings } = entry;
  const many = errors + warnings;
  return html`<a id="findings-switch" class="button" role="button" data-turn href="${issuePath(id)}${lookQuery(look, { findings: isOn ? "off" : "on" })}" aria-pressed="${String(isOn)}" data-key="x" aria-keyshortcuts="x">Findings${many > 0 && html` <span class="chip ${errors > 0 ? "error" : "warning"}">${many}</span>`}</a>`;
}

/** The blocks are there whether they have findings or not, other parts only with some. */
async function groupOf(
  place: FindingsPlace,
  open: OpenIssue,
  { key, findings, block }: FindingGroup,
  size: ShownSize | undefined,
): Promise<Html> {
  const list = html`${await shownOf(place, findings)}<div data-axe></div>`;
  if (block === undefined)
    return html`<section class="group part" data-group="${key}"><h3>${partName(open, key)}</h3>${list}</section>`;
  const { kind, words, at, extent } = block;
  const name = html`<span class="kind">${kind || "?"}</span> <span class="words" dir="auto">${words}</span>`;
  const line = lineButton(place, at, key);
  if (extent === undefined)
    return html`<section class="group" data-group="${key}"><header><h3>${name}</h3>${size !== undefined && html`<span class="size">not in this mail</span>`}${line}</header>${list}</section>`;
  return html`<section class="group" data-group="${key}" data-block="${extent}">
<header><h3><button id="${key}" class="plain" title="Show it in the mail">${name}</button></h3>${size !== undefined && blockSize(size, extent)}${line}</header>${list}</section>`;
}
