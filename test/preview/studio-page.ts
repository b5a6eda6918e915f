import type { Browser, Page, Request } from "playwright-core";

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
