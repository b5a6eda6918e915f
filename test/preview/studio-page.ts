import axe from "axe-core";
import type { Browser, Page, Request } from "playwright-core";
import type { Position } from "../../src/base/problem.ts";
import type { TextEditor } from "../../src/preview/text-editor.ts";

/** A page, every address outside this machine it sent a request to, and every fault of its script. */
export async function openPage(
  browser: Browser,
  options: { readonly width: number; readonly height?: number; readonly dark?: boolean },
): Promise<{ readonly page: Page; readonly foreign: readonly string[]; readonly faults: readonly string[] }> {
  const page = await browser.newPage({
    viewport: { width: options.width, height: options.height ?? 800 },
    colorScheme: options.dark ? "dark" : "light",
  });
  const foreign: string[] = [];
  const faults: string[] = [];
  // What a policy stopped never left the browser; playwright reports it all the same.
  const left = (request: Request) => request.failure()?.errorText !== "csp" && !here.test(request.url());
  const note = (request: Request) => {
    if (left(request)) foreign.push(request.url());
  };
  page.on("requestfinished", note);
  page.on("requestfailed", note);
  page.on("pageerror", (fault) => faults.push(fault.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return { page, foreign, faults };
}

const here = /^(?:http:\/\/127\.0\.0\.1:|data:|about:)/;

/** How many pixels of the page are beside the screen. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

/** What axe-core finds in our own page; mails in frames are the editor's, and the studio looks at them itself. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe
    .run(document, { iframes: false, preload: false, resultTypes: ["violations"], rules: { "frame-tested": { enabled: false } } })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => id + " " + target + " " + html.slice(0, 80))))`);
}

/** A text editor that only remembers what it was to open. */
export function rememberingEditor(): { readonly editor: TextEditor; readonly opened: readonly Position[] } {
  const opened: Position[] = [];
  return {
    opened,
    editor: {
      name: "pen",
      async open(at) {
        opened.push(at);
        return "opened";
      },
    },
  };
}

/**
 * What a template of somebody else could bring along: it would run, fetch or lead away if anything in the frame could.
 * A `javascript:` link is refused before.
 */
export const harm = `<mj-raw>
<script>parent.document.title = "owned"; fetch("https://tracker.example.org/fetch")</script>
<img src="https://tracker.example.org/pixel.gif" onerror="parent.document.title='owned'" alt="pixel" />
<svg onload="parent.document.title='owned'"><a href="https://example.org/svg" target="_top"><text y="20">drawn</text></a></svg>
<meta http-equiv="refresh" content="0;url=https://example.org/refreshed" />
<iframe src="https://tracker.example.org/frame" srcdoc="&lt;script&gt;top.document.title='owned'&lt;/script&gt;"></iframe>
<object data="https://tracker.example.org/object"></object>
<link rel="stylesheet" href="https://tracker.example.org/style.css" />
<form action="https://tracker.example.org/form"><button>Send</button></form>
<a href="https://example.org/away" target="_top">away</a>
<div style="background:url(https://tracker.example.org/ground.png)">Harm</div>
</mj-raw></mj-body>`;
