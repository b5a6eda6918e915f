import { type Html, html } from "../page/html.ts";
import { type Look, lookQuery } from "./look.ts";
import type { ListedVariant } from "../desk/seen-variants.ts";
import { count } from "../page/findings.ts";
import { issuePath } from "./sidebar.ts";

/**
 * Every variant of the open issue, with a warning of those that nobody has looked at. `shown` is the key of the one
 * that is seen.
 */
export function variantStrip(strip: {
  readonly open: string;
  readonly look: Look;
  readonly variants: readonly ListedVariant[];
  readonly shown: string;
}): Html | undefined {
  const { open, look, variants, shown } = strip;
  if (variants.length === 0) return undefined;
  const isUnseen = ({ key, isSeen, hasEdition }: ListedVariant) => hasEdition && !isSeen && key !== shown;
  const unseen = variants.filter(isUnseen);
  const next = unseen.find(({ readers }) => readers > 0) ?? unseen[0];
  const path = (key: string) => `${issuePath(open)}${lookQuery(look, { reader: `variant-${key}` })}`;
  return html`<nav class="variants${unseen.length > 0 && " unseen"}" aria-label="Variants">
<p>${
    unseen.length === 0
      ? `All ${variants.length} variants looked at.`
      : `Nobody has looked at ${unseen.length} of ${variants.length} variants.`
  }${next !== undefined && html` <a data-turn data-key="v" aria-keyshortcuts="v" href="${path(next.key)}">Show the next</a>`}</p>
<ul>${variants.map((one) => {
    const words = html`<bdi>${one.words}</bdi> <span class="soft">${readerWords(one)}</span>`;
    return one.hasEdition
      ? html`<li><a data-turn class="${isUnseen(one) && "unseen"}" href="${path(one.key)}"${one.key === shown && html` aria-current="true"`} title="${one.key}">${isUnseen(one) && html`<span class="hidden">Not looked at: </span>`}${words}</a></li>`
      : html`<li><span title="No block is for them.">${words}</span></li>`;
  })}</ul>
</nav>`;
}

function readerWords({ readers, hasEdition }: ListedVariant): string {
  const many = count(readers, "reader") || "nobody";
  return hasEdition ? many : `${many}, and no block for them`;
}
