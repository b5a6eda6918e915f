import { isBuiltin } from "node:module";
import type { House } from "./house.ts";
import type { SourceFile } from "./read-source.ts";
import { fileOf, liesIn } from "./where.ts";

/** The parts of package.json that say what is installed. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One door for each outside package: nobody else imports it, the door does, and package.json declares it. */
export function checkDoors(
  files: readonly SourceFile[],
  house: House,
  manifest: Manifest,
): readonly string[] {
  return [
    ...files.flatMap((file) => besideTheDoor(file, house, manifest)),
    ...unusedDoors(files, house),
    ...withoutDoor(house, manifest),
  ];
}

/**
 * What tests and bench import is declared, too; and each development dependency is imported by some of `files`, or is a
 * tool that the scripts start.
 */
export function checkDeclared(
  files: readonly SourceFile[],
  manifest: Manifest,
  tools: readonly string[],
): readonly string[] {
  const imported = new Set(files.flatMap(outsideImports).map(({ name }) => name));
  const idle = Object.keys(manifest.devDependencies ?? {}).filter(
    (name) => !tools.includes(name) && !imported.has(name.replace(/^@types\//, "")),
  );
  return [
    ...files.flatMap((file) =>
      outsideImports(file).flatMap(({ name, line }) =>
        isBuiltin(name) || isDeclared(name, manifest) ? [] : [undeclared(file.path, line, name)],
      ),
    ),
    ...idle.map(
      (name) =>
        `package.json has the development dependency ${name}, which nothing imports; remove it with npm uninstall, or name it as a tool in test/architecture/house.ts.`,
    ),
  ];
}

function besideTheDoor(file: SourceFile, house: House, manifest: Manifest): readonly string[] {
  return outsideImports(file).flatMap(({ name, line }) => {
    const here = `${file.path}:${line}`;
    const door = Object.hasOwn(house.doors, name) ? house.doors[name] : undefined;
    if (door === undefined)
      return [
        `${here} imports ${name}, which has no door; use what is there already, or give it one in test/architecture/house.ts.`,
      ];
    if (door !== "anywhere" && !liesIn(fileOf(file.path), door))
      return [`${here} imports ${name}, whose door is ${door.join(" and ")}; call a function there instead.`];
    return isBuiltin(name) || isDeclared(name, manifest) ? [] : [undeclared(file.path, line, name)];
  });
}

function unusedDoors(files: readonly SourceFile[], { doors }: House): readonly string[] {
  return Object.entries(doors).flatMap(([name, door]) => {
    const users = files
      .filter((file) => outsideImports(file).some((one) => one.name === name))
      .map((file) => fileOf(file.path));
    const idle = (door === "anywhere" ? [""] : door).filter(
      (place) => !users.some((user) => place === "" || liesIn(user, [place])),
    );
    return idle.map(
      (place) =>
        `test/architecture/house.ts makes ${place === "" ? "every file" : place} a door of ${name}, and nothing there imports it; delete the door.`,
    );
  });
}

function withoutDoor({ doors }: House, { dependencies = {} }: Manifest): readonly string[] {
  return Object.keys(dependencies)
    .filter((name) => !Object.hasOwn(doors, name))
    .map(
      (name) =>
        `package.json depends on ${name}, which nothing in src imports; remove it with npm uninstall.`,
    );
}

function outsideImports(file: SourceFile): readonly { readonly name: string; readonly line: number }[] {
  return file.imports.flatMap(({ from, line }) =>
    from === undefined || from.startsWith(".") ? [] : [{ name: packageOf(from), line }],
  );
}

/** `kysely/migration` is part of `kysely`, `node:fs/promises` of `node:fs`. */
function packageOf(from: string): string {
  const [first = "", second] = from.split("/");
  return first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
}

function isDeclared(name: string, { dependencies = {}, devDependencies = {} }: Manifest): boolean {
  return [name, `@types/${name}`].some(
    (one) => Object.hasOwn(dependencies, one) || Object.hasOwn(devDependencies, one),
  );
}

function undeclared(path: string, line: number, name: string): string {
  return `${path}:${line} imports ${name}, which package.json does not declare; add it with npm install ${name}.`;
}
