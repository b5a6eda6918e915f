import type { House } from "./house.ts";
import type { SourceFile } from "./read-source.ts";
import { fileOf, roomOf, targetOf } from "./where.ts";

/** Imports between rooms: each room is known, and imports only the rooms on its line. */
export function checkRooms(files: readonly SourceFile[], house: House): readonly string[] {
  const known = new Set(files.map((file) => file.path));
  return [
    ...floors(house),
    ...missingRooms(files, house),
    ...files.flatMap((file) => [...homeless(file, house), ...imports(file, known, house)]),
  ];
}

function floors({ rooms }: House): readonly string[] {
  return Object.entries(rooms).flatMap(([name, room]) =>
    room.mayImport
      .filter((other) => (rooms[other]?.floor ?? Number.POSITIVE_INFINITY) >= room.floor)
      .map(
        (other) =>
          `test/architecture/house.ts lets ${name} (floor ${room.floor}) import ${other}, which is not on a lower floor; take it off the line, or move the rooms.`,
      ),
  );
}

function missingRooms(files: readonly SourceFile[], { rooms }: House): readonly string[] {
  const found = new Set(files.map((file) => roomOf(file.path)));
  return Object.keys(rooms)
    .filter((name) => !found.has(name))
    .map(
      (name) =>
        `test/architecture/house.ts names the room ${name}, and src/${name}/ has no file; delete its line.`,
    );
}

function homeless({ path }: SourceFile, { rooms }: House): readonly string[] {
  const room = roomOf(path);
  if (room === undefined)
    return path === "src/index.ts"
      ? []
      : [`${path}:1 lies in no room; move it into the folder of the room it belongs to.`];
  if (Object.hasOwn(rooms, room)) return [];
  return [
    `${path}:1 lies in the unknown room "${room}"; move it, or give ${room} a line in test/architecture/house.ts and say why in docs/decisions/.`,
  ];
}

function imports(file: SourceFile, known: ReadonlySet<string>, { rooms, loaders }: House): readonly string[] {
  return file.imports.flatMap(({ from, line }) => {
    const here = `${file.path}:${line}`;
    if (from === undefined && loaders.includes(file.path.replace(/^src\//, ""))) return [];
    if (from === undefined)
      return [`${here} imports a name that is put together at run time; import a fixed file or package.`];
    if (!from.startsWith(".")) return [];
    // Data of the file's own folder: the types say whether it is there.
    if (/^\.\/[\w-]+\.json$/.test(from)) return [];
    const target = targetOf(file.path, from);
    if (!known.has(target))
      return [`${here} imports ${target}, which does not exist; correct the path, with the ending .ts.`];
    return forbidden(here, roomOf(file.path), target, rooms);
  });
}

function forbidden(
  here: string,
  room: string | undefined,
  target: string,
  rooms: House["rooms"],
): readonly string[] {
  const other = roomOf(target);
  if (other === undefined)
    return [
      `${here} imports ${fileOf(target)}, which is the door for other programs; import the room's own file.`,
    ];
  if (room === undefined || room === other) return [];
  const allowed = rooms[room]?.mayImport ?? [];
  if (allowed.includes(other)) return [];
  const list = allowed.length === 0 ? "no other room" : `only ${listed(allowed)}`;
  return [
    `${here} imports ${fileOf(target)}, but ${room} may import ${list}; take the value as an argument, or move the code to a higher floor.`,
  ];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
