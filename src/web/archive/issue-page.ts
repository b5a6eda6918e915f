import { directionOf } from "../../base/language.ts";
import { escapeHtml } from "../../base/html.ts";
import { scanHtml } from "../../base/scan-html.ts";
import { type Archive, spoken } from "./archive.ts";
import { issueHead } from "./page-head.ts";
import { type PublicIssue, withPublicPictures } from "./public-issue.ts";

/**
 * The page of an issue: the document that was frozen for everybody, with a line of ours above and below it, and what
 * search engines and feed readers look for in its head. Nothing in it runs: the policy it is shown with forbids
 * scripts, and there are none.
 */
export function issuePage(
  archive: Archive,
  shown: {
    readonly issue: PublicIssue;
    readonly html: string;
    readonly newer: PublicIssue | undefined;
    readonly older: PublicIssue | undefined;
  },
): string {
  const { newsletter, siteUrl, site } = archive;
  const { issue } = shown;
  const document = withPublicPictures(shown.html, issue, site);
  const { first, head, start, end } = seams(document);
  return [
    document.slice(0, first),
    policy,
    document.slice(first, head),
    issueHead(newsletter, siteUrl, issue),
    `<link rel="icon" href="${escapeHtml(site)}/icon.svg" type="image/svg+xml">\n`,
    viewport(document),
    `<style>${barStyle}</style>\n`,
    document.slice(head, start),
    bar(archive, issue, "top", [
      link(`${site}/archive`, words(archive, issue, "archiveAll")),
      link(`${site}/subscribe`, words(archive, issue, "subscribeButton")),
    ]),
    withMain(document.slice(start, end)),
    bar(archive, issue, "bottom", [
      ...neighbour(archive, issue, "archiveOlder", shown.older, "prev"),
      ...neighbour(archive, issue, "archiveNewer", shown.newer, "next"),
      link(`${site}/archive`, words(archive, issue, "archiveAll")),
    ]),
    document.slice(end),
  ].join("");
}

/**
 * As in server/mail-policy.ts, for pages that a server without our headers shows as files. It stands before everything
 * that it forbids; `sandbox` and `frame-ancestors` count in a header only.
 */
const policy = `
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">`;

interface Seams {
  /** Where the head begins and ends. */
  readonly first: number;
  readonly head: number;
  /** Where the body begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** In characters; a document without head and body is all body. */
function seams(document: string): Seams {
  const tags = scanHtml(document).filter((piece) => piece.kind === "tag");
  const place = (name: string, closing: boolean) =>
    tags.find((piece) => piece.name === name && piece.closing === closing);
  const start = place("body", false)?.end ?? 0;
  const head = place("head", true)?.start ?? start;
  return {
    first: place("head", false)?.end ?? head,
    head,
    start,
    end: place("body", true)?.start ?? document.length,
  };
}

/**
 * What MJML calls an article that is an email is the main part of a page here. An element of our own around it would be
 * one too many: style sheets of templates say `body > div`.
 */
function withMain(body: string): string {
  return body
    .replace(/\saria-roledescription="email"/, "")
    .replace(/(<div\s[^>]*\brole=)"article"/, '$1"main"');
}

/** Templates of a newsletter may have none; a phone would show the page as small as on a desk. */
function viewport(document: string): string {
  return /<meta\s[^>]*name=["']?viewport/i.test(document)
    ? ""
    : '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
}

/** In the language of the issue where the pages speak it. */
function tongueOf({ pages, language }: Archive, issue: PublicIssue): string {
  return spoken(pages, issue.language) ?? language;
}

function words(archive: Archive, issue: PublicIssue, word: string): string {
  return archive.pages.say(tongueOf(archive, issue), word);
}

function bar(archive: Archive, issue: PublicIssue, end: "top" | "bottom", links: readonly string[]): string {
  const language = tongueOf(archive, issue);
  const name = words(archive, issue, end === "top" ? "archiveTitle" : "archiveMore");
  return `<nav class="lp-bar" lang="${language}" dir="${directionOf(language)}" aria-label="${escapeHtml(name)}"><p>${links.join(" ")}</p></nav>\n`;
}

function neighbour(
  archive: Archive,
  issue: PublicIssue,
  word: string,
  other: PublicIssue | undefined,
  rel: "prev" | "next",
): readonly string[] {
  if (other === undefined) return [];
  const title = `<bdi lang="${other.language}">${escapeHtml(other.title)}</bdi>`;
  return [
    `<span>${escapeHtml(words(archive, issue, word))} ${link(archive.site + other.path, title, rel)}</span>`,
  ];
}

/** `content` is HTML when it begins with a tag, otherwise text. */
function link(href: string, content: string, rel?: string): string {
  const shown = content.startsWith("<bdi ") ? content : escapeHtml(content);
  const relation = rel === undefined ? "" : ` rel="${rel}"`;
  return `<a href="${escapeHtml(href)}"${relation}>${shown}</a>`;
}

// The colours of the system, which follow light and dark as the mail does, whatever its template.
const barStyle = `.lp-bar{background:Canvas;color:CanvasText;font:16px/1.5 system-ui,sans-serif}
.lp-bar p{box-sizing:border-box;max-width:680px;margin:0 auto;padding:8px 20px;display:flex;flex-wrap:wrap;gap:4px 24px;justify-content:space-between;overflow-wrap:anywhere}
.lp-bar a{color:inherit!important;display:inline-block;padding:8px 0}
.lp-bar a:focus-visible{outline:3px solid;outline-offset:2px}`;
