/** As much of HTML as the checker of messages needs: tags, links, and what a reader sees. */
export interface HtmlTag {
  readonly name: string;
  /** By lower-case name, entities decoded. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every opening tag, also those that only Outlook reads (in conditional comments). */
export function htmlTags(html: string): readonly HtmlTag[] {
  const opened = html.replace(/<!--\[if[^\]]*\]>(?:<!-->)?|<!--<!\[endif\]-->|<!\[endif\]-->/g, "");
  const tags = opened.replace(comment, "").matchAll(/<([a-z][^\s>/]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi);
  return [...tags].map(([, name = "", inside = ""]) => ({
    name: name.toLowerCase(),
    attributes: readAttributes(inside),
  }));
}

/** Each `<a>` with where it leads and the words a reader sees on it. */
export function htmlLinks(html: string): readonly { readonly href: string; readonly words: string }[] {
  const links = shown(html).matchAll(/<a\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/a>/gi);
  return [...links].map(([, inside = "", content = ""]) => ({
    href: readAttributes(inside).href ?? "",
    words: visibleText(content),
  }));
}

/** What is read on the screen: no head, no hidden elements; a block ends a word, an inline element does not. */
export function visibleText(html: string): string {
  const inline =
    /<\/?(?:a|abbr|b|code|del|em|font|i|s|small|span|strong|sub|sup|u)\b(?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
  const plain = shown(html).replace(inline, "");
  return decodeEntities(plain.replace(/<\/?[a-z!](?:"[^"]*"|'[^']*'|[^>"'])*>/gi, " "));
}

/** The descriptions of pictures: a text part may have them or not. */
export function altTexts(html: string): string {
  return htmlTags(html)
    .map((tag) => tag.attributes.alt ?? "")
    .join(" ");
}

export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return namedEntities[name.toLowerCase()] ?? whole;
  });
}

const comment = /<!--[\s\S]*?-->/g;

function shown(html: string): string {
  return html
    .replace(comment, "")
    .replace(/<(head|style|script|title)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<(\w+)\b[^>]*style="[^"]*display:\s*none[^"]*"[^>]*>[\s\S]*?<\/\1>/gi, " ");
}

function readAttributes(inside: string): Readonly<Record<string, string>> {
  const found = inside.matchAll(/([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g);
  return Object.fromEntries(
    [...found].map(([, name = "", double, single, bare]) => [
      name.toLowerCase(),
      decodeEntities(double ?? single ?? bare ?? ""),
    ]),
  );
}

const namedEntities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  shy: "",
  zwnj: "",
  copy: "©",
  middot: "·",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
};
