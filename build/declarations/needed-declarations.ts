import { posix } from "node:path";
import { type DeclarationFile, type Imported, readDeclarations } from "./read-declarations.ts";

/**
 * Of all files of declarations those that a program can see that imports `index.d.ts`: of each file what it exports
 * names, and what that names. `texts` are by their paths, with which they also come back. So whoever installs the
 * package needs the types of no package that only its inside uses. Throws when something of a package is left.
 */
export function neededDeclarations(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const files = new Map([...texts].map(([path, text]) => [path, readDeclarations(text)]));
  const needed = new Map<string, Set<string>>();
  const need = (path: string, name: string): void => {
    const file = files.get(path);
    if (file === undefined) throw new Error(`The declarations name ${name} of ${path}, which is not there.`);
    const names = needed.get(path) ?? new Set();
    needed.set(path, names);
    if (names.has(name)) return;
    names.add(name);
    for (const one of namedBy(file, name)) need(besides(path, one.from), one.original);
  };
  for (const { name } of files.get("index.d.ts")?.reexports ?? []) need("index.d.ts", name);
  return new Map([...needed].map(([path, names]) => [path, written(files.get(path) ?? nothing, names)]));
}

const nothing: DeclarationFile = { declarations: [], imports: [], reexports: [] };

/** What a name stands on in other files, and `from` is "." for this one. */
function namedBy(file: DeclarationFile, name: string): readonly Imported[] {
  const passedOn = file.reexports.filter((one) => one.name === name);
  const said = file.declarations.filter((one) => one.name === name);
  return [
    ...passedOn,
    ...said.flatMap(({ inline }) => inline.map((one) => ({ ...one, original: one.name }))),
    ...said.flatMap(({ words }) => [
      ...file.imports.filter((one) => words.has(one.name)),
      ...file.declarations
        .filter((one) => one.name !== name && words.has(one.name))
        .map((one) => ({ name: one.name, original: one.name, from: "." })),
    ]),
  ];
}

function besides(path: string, from: string): string {
  if (from === ".") return path;
  if (!from.startsWith("./") && !from.startsWith("../"))
    throw new Error(
      `dist/types/${path} names the package ${from}, which nobody has who installs Letterpress; keep it out of what src/index.ts exports, or mark it @internal.`,
    );
  return posix.join(posix.dirname(path), from.replace(/\.ts$/, ".d.ts"));
}

function written({ declarations, imports, reexports }: DeclarationFile, names: ReadonlySet<string>): string {
  const kept = declarations.filter(({ name }) => names.has(name));
  const lines = (verb: string, all: readonly Imported[]) =>
    [...new Set(all.map(({ from }) => from))].map((from) => {
      const those = all.filter((one) => one.from === from);
      return `${verb} { ${those.map(spelled).join(", ")} } from "${from}";\n`;
    });
  return [
    ...lines(
      "import type",
      imports.filter(({ name }) => kept.some(({ words }) => words.has(name))),
    ),
    ...lines(
      "export",
      reexports.filter(({ name }) => names.has(name)),
    ),
    ...kept.map(({ text }) => text),
  ].join("");
}

function spelled({ name, original }: Imported): string {
  return name === original ? name : `${original} as ${name}`;
}
