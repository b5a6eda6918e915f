import { scanHtml } from "../../base/scan-html.ts";

/**
 * The HTML of a mail as a document that can do nothing: no policy of a server stands before a file, so the document
 * brings its own, before everything else that is in it. Its links keep their looks and lead nowhere; those of a reader
 * would otherwise be followed. Where they lead is told in `data-leads-to`. It belongs into a frame with `frameSandbox`,
 * which forbids what a policy in a document cannot: refreshing, forms, and windows of its own.
 */
export function quietMail(markup: string, images: "on" | "off"): string {
  const policy = `default-src 'none'; img-src ${images === "on" ? "'self' data:" : "'none'"}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">${withoutTargets(markup)}`;
}

function withoutTargets(markup: string): string {
  let quiet = "";
  let at = 0;
  for (const piece of scanHtml(markup)) {
    if (piece.kind !== "tag" || piece.closing || (piece.name !== "a" && piece.name !== "area")) continue;
    const link = piece.attributes.find(({ name }) => name === "href");
    if (link === undefined) continue;
    quiet += markup.slice(at, piece.start);
    quiet += `<${[piece.name, ...piece.attributes.filter(isKept).map(written), leading(link.value)].join(" ")}>`;
    at = piece.end;
  }
  return quiet + markup.slice(at);
}

/**
 * What stands in the place of a link's target. Its title, which nobody sees in a mail, tells it to who has no script.
 */
function leading(target: string): string {
  return `href="#" target="_blank" title="${quoted(target)}" data-leads-to="${quoted(target)}"`;
}

function isKept({ name }: { readonly name: string }): boolean {
  return !redirecting.has(name);
}

/** Everything by which a link is followed, tells somebody that it was, or tells where it leads. */
const redirecting: ReadonlySet<string> = new Set([
  "href",
  "xlink:href",
  "target",
  "ping",
  "download",
  "title",
  "data-leads-to",
]);

function written({ name, value }: { readonly name: string; readonly value: string }): string {
  return `${name}="${quoted(value)}"`;
}

/** The value as it stood, which has its entities already, between double quotes. */
function quoted(value: string): string {
  return value.replaceAll('"', "&quot;");
}
