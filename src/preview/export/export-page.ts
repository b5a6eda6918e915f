import { posix } from "node:path";
import { pathPart } from "../mail/framed-mail.ts";
import { type Html, html } from "../page/html.ts";

/** A page of an export, at its path in the folder: `issues/a/all/mail.html`. */
export interface ExportPage {
  readonly path: string;
  readonly title: string;
  /** It has mails in frames, which take over what this page may: styles in attributes, and pictures. */
  readonly hasMails?: boolean;
  readonly body: Html;
}

/**
 * The page as a file that opens from any disk or host: its links are relative, and it can load nothing but files beside
 * it.
 */
export function exportPage({ path, title, hasMails = false, body }: ExportPage): string {
  const to = linksFrom(path);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${hasMails ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${to("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${to("style.css")}">
</head>
<body class="export">
<a class="skip" href="#main">Skip to the content</a>
${body}
<p id="note" class="note" role="status" aria-live="polite"></p>
<script src="${to("script.js")}"></script>
</body>
</html>
`.markup;
}

/** Makes the address of a file of the export, as a page at `path` says it. */
export function linksFrom(path: string): (to: string) => string {
  return (to) => posix.relative(posix.dirname(path), to).split("/").map(pathPart).join("/");
}

/**
 * Names of folders for these, each its own on every disk: without signs that some disk refuses, and apart where one
 * does not tell case.
 */
export function folderNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const safe = name.replace(/[^\p{L}\p{N}._-]/gu, "_").replace(/^\.+|\.+$/g, "_") || "_";
      let free = safe;
      for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${safe}-${number}`;
      taken.add(free.toLowerCase());
      return [name, free] as const;
    }),
  );
}
