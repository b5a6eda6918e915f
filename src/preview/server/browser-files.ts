import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";
import { oneScript } from "./one-script.ts";

/**
 * The script, the style and the icon of our own pages. The modules in `browser/`, JavaScript with its types in
 * comments, are put together as they stand there (one-script.ts); `axe.js`, which is asked for later, gets its library.
 * The files in `browser/style/` are one style sheet. Browsers keep them and ask each time whether they are still the
 * same. A file is found by its name in a list made here; no path of a request is ever one of a file.
 */
export function browserFiles(): Hono {
  const app = new Hono();
  const read = readKept();
  // Whoever asks for one of them is told.
  read.catch(() => undefined);
  let axe: Promise<Kept> | undefined;
  app.get("/browser/:name", async (context) => {
    const name = context.req.param("name");
    const found = (await read).get(name);
    if (found === undefined) return context.notFound();
    if (name === "axe.js") axe ??= withAxe(found.text).then(kept);
    const { text, tag } = name === "axe.js" && axe !== undefined ? await axe : found;
    const isKnown = context.req.header("If-None-Match")?.includes(tag) === true;
    const type = name.endsWith(".css") ? "text/css" : "text/javascript";
    return isKnown
      ? new Response(null, { status: 304, headers: { ETag: tag, "Cache-Control": "no-cache" } })
      : file(type, text, tag);
  });
  app.get("/icon.svg", () => file("image/svg+xml", icon));
  return app;
}

/** A file, and what it is known by: worked out once. */
interface Kept {
  readonly text: string;
  readonly tag: string;
}

async function readKept(): Promise<ReadonlyMap<string, Kept>> {
  const files = await readBrowserFiles();
  return new Map([
    ["style.css", kept(files.get("style.css") ?? "")],
    ["script.js", kept(oneScript(files, "main.js"))],
    ["axe.js", kept(files.get("axe.js") ?? "")],
  ]);
}

function kept(text: string): Kept {
  return { text, tag: `"${createHash("sha256").update(text).digest("base64url")}"` };
}

/** The modules by their names, and `style.css`. */
export async function readBrowserFiles(): Promise<ReadonlyMap<string, string>> {
  const folder = join(import.meta.dirname, "..", "browser");
  const read = async (name: string) => [name, await readFile(join(folder, name), "utf8")] as const;
  const modules = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const styles = await Promise.all(styleParts.map((part) => read(`style/${part}.css`)));
  return new Map([
    ...(await Promise.all(modules.map(read))),
    ["style.css", styles.map(([, text]) => text).join("\n")] as const,
  ]);
}

/**
 * The text of the library stands in its module as code: the policy of our pages lets no script make one out of a text.
 */
async function withAxe(module: string): Promise<string> {
  const { source, version } = (await import("axe-core")).default;
  const text = `/* axe-core ${version}, MPL-2.0, https://github.com/dequelabs/axe-core */
const module = undefined, define = undefined;
${source}`;
  return module.replace("/* axe-core */", () => text);
}

/** In this order: what is said later counts more. */
const styleParts = [
  "base",
  "mails",
  "inbox",
  "studio",
  "frames",
  "source",
  "programs",
  "readers",
  "findings",
  "inspector",
  "keys",
  "export",
  "phone",
];

function file(type: string, content: string, tag?: string): Response {
  const headers = {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-cache",
    ...(tag === undefined ? {} : { ETag: tag }),
  };
  return new Response(content, { headers });
}

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#a8321c"/><path d="M11 7h4v15h7v4H11z" fill="#fff"/></svg>`;
