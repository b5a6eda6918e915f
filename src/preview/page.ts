import type { Context } from "hono";
import { clientScript } from "./client.ts";
import { type Html, html } from "./html.ts";
import { styleSheet } from "./styles.ts";

/** A whole page of ours. `news` is what is announced when the page renewed itself. */
export function page(content: {
  readonly title: string;
  readonly layout: "inbox" | "studio";
  readonly news: string;
  readonly body: Html;
}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${content.title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/client.js"></script>
</head>
<body class="${content.layout}" data-news="${content.news}">
<a class="skip" href="#main">Skip to the mail</a>
${content.body}
<p id="note" class="note" role="status" aria-live="polite"></p>
</body>
</html>
`.markup;
}

/** The files every page names, by path. */
export const assets: Readonly<Record<string, (context: Context) => Response>> = {
  "/style.css": () => asset("text/css", styleSheet),
  "/client.js": () => asset("text/javascript", clientScript),
  "/icon.svg": () => asset("image/svg+xml", icon),
};

function asset(type: string, content: string): Response {
  return new Response(content, { headers: { "Content-Type": `${type}; charset=utf-8` } });
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#a8321c"/><path d="M11 7h4v15h7v4H11z" fill="#fff"/></svg>`;
