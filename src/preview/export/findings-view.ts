import type { MailSize } from "../desk/block-sizes.ts";
import { type Html, html } from "../page/html.ts";
import { finding } from "../page/finding.ts";
import { allFindings, type FindingGroup, findingGroups, partName } from "../page/finding-groups.ts";
import { tally } from "../page/findings.ts";
import { blockSize, sizeMeter } from "../page/size-meter.ts";
import type { IssueState } from "./issue-state.ts";

/**
 * Everything that was found of an issue, by what it is about, and how large its mail is: that of its largest variant.
 * `root` is the folder it was read from, which is named nowhere.
 */
export async function findingsView(title: string, root: string, state: IssueState): Promise<Html> {
  const [largest] = state.variants
    .flatMap(({ mail, words }) => (mail === undefined ? [] : [{ words, ...mail }]))
    .sort((one, other) => other.size.total - one.size.total);
  const groups = findingGroups(state, largest?.edition.variant);
  const shown = await Promise.all(groups.map((group) => partOf(root, state, group, largest?.size)));
  return html`<section class="found"><h2>${title}</h2>
<p class="soft">${foundWords(state)}</p>
${largest !== undefined && html`<div class="sheet sized">${sizeMeter(largest.size)}${largest.words !== "" && html`<p class="soft">Of all variants this is the largest: ${largest.words}.</p>`}</div>`}
${shown}</section>`;
}

/** `2 errors, 1 warning` */
export function foundWords(state: IssueState): string {
  return tally(allFindings(state)) || "Nothing was found.";
}

/** A block of a mail is there whether it has findings or not, because of its size; other parts only with some. */
async function partOf(
  root: string,
  state: IssueState,
  { key, findings, block }: FindingGroup,
  size: MailSize | undefined,
): Promise<Html> {
  const extent = block?.extent;
  if (findings.length === 0 && extent === undefined) return html``;
  const name =
    block === undefined
      ? partName(state, key)
      : html`<span class="kind">${block.kind || "?"}</span> <span dir="auto">${block.words}</span>`;
  const bytes = size !== undefined && extent !== undefined && blockSize(size, extent);
  const place = { root, isForOthers: true };
  const shown = await Promise.all(findings.slice(0, mostShown).map((one) => finding(place, one)));
  const rest = findings.length - mostShown;
  return html`<section class="part"><h3>${name} ${bytes}</h3>
${shown.map((one) => html`<div class="panel">${one}</div>`)}
${rest > 0 && html`<p class="soft">And ${rest} more.</p>`}</section>
`;
}

const mostShown = 200;
