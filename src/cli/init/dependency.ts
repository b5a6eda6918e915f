import { readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { packageFolder, version } from "../package.ts";

/**
 * How the package.json of a newsletter names this package: `^0.1.0` of the registry, or `file:../letterpress` where
 * that is not where it came from: of a copy of the repository, and of a tarball that the folder above was installed
 * from.
 */
export function dependencyOf(root: string): string {
  const folders = packageFolder.split(sep);
  const inside = folders.lastIndexOf("node_modules");
  if (inside < 0) return `file:${slashed(relative(root, packageFolder))}`;
  const above = folders.slice(0, inside).join(sep);
  const named = dependenciesIn(above).letterpress;
  return named?.startsWith("file:") === true
    ? `file:${slashed(relative(root, resolve(above, named.slice("file:".length))))}`
    : `^${version()}`;
}

/**
 * Whose scripts npm may run when it installs this newsletter; of all others it warns. Node fetches the program for this
 * machine, and a Letterpress that lies on it builds itself when it has changed. npm knows that one by the whole path of
 * its folder or tarball.
 */
export function allowedScripts(root: string, dependency: string): Readonly<Record<string, true>> {
  if (!dependency.startsWith("file:")) return { node: true };
  return { node: true, [`file:${slashed(resolve(root, dependency.slice("file:".length)))}`]: true };
}

/** Whether the package.json that is there brings Letterpress. */
export function namesLetterpress(root: string): boolean {
  return dependenciesIn(root).letterpress !== undefined;
}

function dependenciesIn(folder: string): Readonly<Record<string, string | undefined>> {
  try {
    const written = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest | null;
    return { ...written?.devDependencies, ...written?.dependencies };
  } catch {
    return {};
  }
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
