import { Html, html } from "./html.ts";

/**
 * A whole page of ours. `news` is what is announced when the page renewed itself; `token` lets it ask for changes;
 * `told` is how many events it knows, `at` its address if it was asked for at another one, `fault` why it is not the
 * page that was asked for.
 */
export function page(content: {
  readonly title: string;
  readonly layout: "inbox" | "studio";
  readonly news: string;
  readonly token?: string;
  readonly told?: number;
  readonly at?: string;
  readonly fault?: string;
  readonly body: Html;
}): string {
  return html`${new Html(pageStart(content.token))}<title>${content.title}</title>
</head>
<body class="${content.layout}" data-news="${content.news}"${content.told !== undefined && html` data-told="${content.told}"`}${content.at !== undefined && html` data-at="${content.at}"`}${content.fault !== undefined && html` data-fault="${content.fault}"`}>
<a class="skip" href="#main">Skip to the mail</a>
${content.body}
<p id="note" class="note" role="status" aria-live="polite"></p>
</body>
</html>
`.markup;
}

/** How each of them begins: all that a browser has to load for it. */
export function pageStart(token: string | undefined): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${token !== undefined && html`<meta name="letterpress-token" content="${token}">`}
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/browser/style.css">
<script src="/browser/script.js" defer></script>
`.markup;
}
