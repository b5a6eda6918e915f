import { targetText } from "../text/prose-text.ts";
import type { Said, SaidText } from "./said.ts";

/** A link that a part of the mail shows less often than the block says it. */
export interface LostLink {
  readonly link: SaidText;
  readonly wanted: number;
  /** 0 when it is not there at all. */
  readonly found: number;
}

/** `shown` are the targets of the links in the HTML, each as often as it stands there. */
export function lostInHtml({ links }: Said, shown: readonly string[]): readonly LostLink[] {
  return lost(
    links.filter(({ only }) => only !== "plain"),
    (url) => shown.filter((one) => one === url).length,
  );
}

/** Links in running text may share one note below the block; every other one stands in the text itself. */
export function lostInText({ links }: Said, text: string): readonly LostLink[] {
  const noted = new Set<string>();
  const wanted = links.filter((link) => {
    if (link.only === "html") return false;
    if (link.noted !== true) return true;
    return noted.size < noted.add(link.text).size;
  });
  return lost(wanted, (url) => addressesIn(text, targetText(url)));
}

function lost(wanted: readonly SaidText[], foundOf: (url: string) => number): readonly LostLink[] {
  return [...Map.groupBy(wanted, ({ text }) => text)].flatMap(([url, links]) => {
    const found = foundOf(url);
    // Which of them is lost nobody can tell; of two, the second is the one that a template does not expect.
    const link = links[found];
    return link === undefined ? [] : [{ link, wanted: links.length, found }];
  });
}

/** How often an address stands in a text by itself, and not as a part of a longer one. */
function addressesIn(text: string, address: string): number {
  const { inside, goesOn } = /^https?:/i.test(address) ? site : mailbox;
  let found = 0;
  for (let at = text.indexOf(address); at !== -1 && address !== ""; at = text.indexOf(address, at + 1)) {
    const end = at + address.length;
    if (!inside.test(text.slice(Math.max(0, at - 1), at)) && !goesOn.test(text.slice(end, end + 9)))
      found += 1;
  }
  return found;
}

/** The sign before an address that is only a part of another, and what follows the beginning of a longer one. */
const site = {
  inside: /[/=&?#%]/,
  goesOn: /^[.,;:!?_~|]*[^.,;:!?_~|\s'"’”»…>)\]}*\\、。」』）！，．：；？]/u,
};
const mailbox = { inside: /[\p{L}\p{N}_%+.-]/u, goesOn: /^[.-]*[\p{L}\p{N}@_]/u };
