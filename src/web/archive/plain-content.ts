import { decodeEntities, type HtmlAttribute, scanHtml } from "../../base/scan-html.ts";

/**
 * The HTML of a mail without its layout, for feeds: text, headings, lists, links, pictures and tables of data stay; the
 * tables, styles and conditions that mail programs need go. Words that stood in a cell or a box of the layout become a
 * paragraph. The result is well-formed, whatever came in.
 */
export function plainContent(document: string): string {
  const start = document.search(/<body[\s>]/i);
  const html = start < 0 ? document : document.slice(start);
  const writer = new ContentWriter();
  for (const piece of scanHtml(html)) {
    if (piece.kind === "text") writer.text(html.slice(piece.start, piece.end));
    else if (piece.kind === "tag" && piece.closing) writer.close(piece.name);
    else if (piece.kind === "tag") writer.open(piece.name, piece.attributes);
  }
  return writer.end();
}

const inline = new Set(["a", "b", "bdi", "code", "del", "em", "i", "s", "strong", "sub", "sup"]);
const blocks = new Set(["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "ul"]);
const tables = new Set(["table", "tbody", "td", "th", "thead", "tr"]);
/** What holds words itself; in the others a paragraph is needed. */
const holders = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "td", "th"]);
const empty = new Set(["br", "hr", "img"]);
const neither = new Set(["font", "span", "u", "small", "wbr", "input", "meta", "link", "col"]);
const kept: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  img: ["src", "alt", "width", "height"],
  ol: ["start"],
};

class ContentWriter {
  #out = "";
  /** What is open in the result, the outermost first; `*p` is a paragraph that the mail did not have. */
  readonly #open: string[] = [];
  /** For each table that is open in the mail, whether it is one of data. */
  readonly #tables: boolean[] = [];
  /** How deep we are in an element that nobody sees, counted in elements of its name. */
  #hidden: { readonly name: string; depth: number } | undefined;

  text(written: string): void {
    if (this.#hidden !== undefined) return;
    if (this.#open.includes("pre")) {
      this.#out += written;
      return;
    }
    const text = written.replace(/[ \t\r\n]+/g, " ");
    if (!this.#holdsWords()) {
      if (text.replaceAll("&nbsp;", "").trim() === "") return;
      this.#begin();
    }
    this.#out += /[\s>]$/.test(this.#out) ? text.replace(/^ /, this.#out.endsWith("> ") ? "" : " ") : text;
  }

  open(name: string, attributes: readonly HtmlAttribute[]): void {
    if (this.#hidden !== undefined) {
      if (this.#hidden.name === name) this.#hidden.depth += 1;
      return;
    }
    const said = (key: string) => attributes.find((one) => one.name === key)?.value ?? "";
    if (!empty.has(name) && /display\s*:\s*none/i.test(said("style"))) {
      this.#hidden = { name, depth: 1 };
      return;
    }
    if (neither.has(name)) return;
    if (name === "table") this.#tables.push(said("role") !== "presentation");
    if (empty.has(name)) this.#single(name, attributes);
    else if (inline.has(name)) this.#inline(name, attributes);
    else this.#block(name, attributes);
  }

  close(name: string): void {
    if (this.#hidden !== undefined) {
      if (this.#hidden.name === name) this.#hidden.depth -= 1;
      if (this.#hidden.depth === 0) this.#hidden = undefined;
      return;
    }
    if (neither.has(name)) return;
    const wasData = this.#tables.at(-1) === true;
    if (name === "table") this.#tables.pop();
    if (!inline.has(name)) this.#endParagraph();
    if (tables.has(name) && !wasData) return;
    if (this.#open.includes(name)) this.#closeTo(name);
  }

  end(): string {
    while (this.#open.length > 0) this.#closeLast();
    return this.#out.replace(/<(p|h[1-6]|li)>(?:\s|&nbsp;)*<\/\1>/g, "").trim();
  }

  #block(name: string, attributes: readonly HtmlAttribute[]): void {
    this.#endParagraph();
    // A paragraph or a heading ends where the next block begins, as in HTML, with all that was left open in it.
    const last = this.#open.findLastIndex((one) => !inline.has(one));
    const before = this.#open[last] ?? "";
    if (/^(?:p|h\d)$/.test(before)) this.#closeTo(before);
    if (tables.has(name) ? this.#tables.at(-1) !== true : !blocks.has(name)) return;
    this.#out += tag(name, attributes);
    this.#open.push(name);
  }

  #inline(name: string, attributes: readonly HtmlAttribute[]): void {
    // A link that leads nowhere is its words.
    if (name === "a" && !/^(?:https?|mailto|tel):/i.test(hrefOf(attributes))) return;
    if (!this.#holdsWords()) this.#begin();
    this.#out += tag(name, attributes);
    this.#open.push(name);
  }

  #single(name: string, attributes: readonly HtmlAttribute[]): void {
    if (name === "hr") this.#endParagraph();
    if (name === "img" && !this.#holdsWords()) this.#begin();
    if (name === "br" && !this.#holdsWords()) return;
    this.#out += tag(name, attributes);
  }

  #holdsWords(): boolean {
    return this.#open.some((one) => one === "*p" || holders.has(one));
  }

  #begin(): void {
    this.#out += "<p>";
    this.#open.push("*p");
  }

  #endParagraph(): void {
    if (this.#open.includes("*p")) this.#closeTo("*p");
  }

  #closeTo(name: string): void {
    while (this.#open.length > 0 && this.#closeLast() !== name);
  }

  #closeLast(): string | undefined {
    const name = this.#open.pop();
    if (name !== undefined) this.#out += `</${name.replace("*", "")}>`;
    return name;
  }
}

function tag(name: string, attributes: readonly HtmlAttribute[]): string {
  const shown = attributes
    .filter((one) => kept[name]?.includes(one.name))
    .map((one) => ` ${one.name}="${one.value.replaceAll('"', "&quot;")}"`);
  return `<${name}${shown.join("")}>`;
}

function hrefOf(attributes: readonly HtmlAttribute[]): string {
  return decodeEntities(attributes.find(({ name }) => name === "href")?.value ?? "").trim();
}
