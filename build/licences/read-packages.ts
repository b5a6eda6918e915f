import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A package of which something is in the program. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json has it, an expression of SPDX. Empty when it says none. */
  readonly licence: string;
  readonly author: string;
  /** The texts of its licence, and of a NOTICE where it has one. */
  readonly texts: readonly string[];
}

/**
 * The packages that `inputs` belong to, paths from `root` on, by name and version; each once, also where it lies twice.
 */
export async function readPackages(
  root: string,
  inputs: readonly string[],
): Promise<readonly BundledPackage[]> {
  const folders = new Set(inputs.map(folderOf).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].map((folder) => readPackage(join(root, folder))));
  const byName = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.keys()].sort().flatMap((key) => byName.get(key) ?? []);
}

/** `node_modules/a/node_modules/@b/c` of `node_modules/a/node_modules/@b/c/d.js`; undefined for a file of ours. */
export function folderOf(path: string): string | undefined {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
  const names = (await readdir(folder))
    .filter((name) => /^(?:licen[cs]e|copying|notice)\b/i.test(name))
    .sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return {
    name: manifest.name,
    version: manifest.version,
    licence: licenceOf(manifest),
    author: typeof manifest.author === "string" ? manifest.author : (manifest.author?.name ?? ""),
    texts: texts.map((text) => text.replaceAll("\r\n", "\n").trim()),
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly author?: string | { readonly name?: string };
}

/**
 * Old packages have `{ type, url }`, or a list of those, of which one may be chosen; or the address behind the name.
 */
function licenceOf({ license, licenses }: Manifest): string {
  const named = typeof license === "string" ? license : license?.type;
  const said = named ?? licenses?.map(({ type }) => type ?? "").join(" OR ") ?? "";
  return said.replace(/ \(https?:[^)]*\)$/, "");
}
