import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { packageFolder } from "../package.ts";

/** A page of the documentation, which travels with the package. */
export interface Page {
  /** `dkim` of docs/dkim.md, `config` of docs/reference/config.md. */
  readonly name: string;
  /** Where it lies on this machine. */
  readonly file: string;
  readonly says: string;
}

/** The pages of one kind of reader, in the order of docs/README.md. */
export interface PageGroup {
  readonly title: string;
  readonly pages: readonly Page[];
}

/**
 * Every page that docs/README.md names below those who read it, each once. What is for people who change Letterpress is
 * there only in its repository.
 */
export async function readPages(): Promise<readonly PageGroup[]> {
  const docs = join(packageFolder, "docs");
  const index = await readFile(join(docs, "README.md"), "utf8");
  const known = new Set<string>();
  return index
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split("\n", 1)[0] ?? "",
      pages: [...section.matchAll(/^\| (.*\]\(.*) \| (.*) \|$/gm)].flatMap(([, links = "", says = ""]) =>
        targetsIn(links).flatMap((target): readonly Page[] => {
          const name = basename(target, ".md").toLowerCase();
          const file = join(docs, target);
          if (known.has(name) || !existsSync(file)) return [];
          known.add(name);
          return [{ name, file, says: says.replaceAll("`", "") }];
        }),
      ),
    }))
    .filter(({ pages }) => pages.length > 0);
}

/** The Markdown files that a row links to, but for the index of a folder, which has no name of its own. */
function targetsIn(links: string): readonly string[] {
  return [...links.matchAll(/\]\(([^)#]+\.md)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => basename(target) !== "README.md");
}
