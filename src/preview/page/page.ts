import { type Html, html } from "./html.ts";

/** A whole page of ours. `news` is what is announced when the page renewed itself; `token` lets it ask for changes. */
export function page(content: {
  readonly title: string;
  readonly layout: "inbox" | "studio";
  readonly news: string;
  readonly token?: string;
  readonly body: Html;
}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${content.token !== undefined && html`<meta name="letterpress-token" content="${content.token}">`}
<title>${content.title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/browser/style.css">
<script type="module" src="/browser/main.js"></script>
</head>
<body class="${content.layout}" data-news="${content.news}">
<a class="skip" href="#main">Skip to the mail</a>
${content.body}
<p id="note" class="note" role="status" aria-live="polite"></p>
</body>
</html>
`.markup;
}
