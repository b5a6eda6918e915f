/**
 * A command as completion knows it: a tenth of a second is too short to load them all, so `command-tree.ts` is made of
 * them.
 */
export interface TreeCommand {
  /** `send`, or `subscribers import`. */
  readonly name: string;
  readonly says: string;
  /** What each argument names; the last one may be given again where the command takes several. */
  readonly takes: readonly ValueKind[];
  readonly takesSeveral: boolean;
  readonly options: readonly TreeOption[];
}

export interface TreeOption {
  readonly flag: string;
  readonly says: string;
  /** What its value names; without it, it has none. */
  readonly takes?: ValueKind;
}

/** `text` is what only the person knows; `files` are completed by the shell itself. */
export type ValueKind = "issue" | "list" | "relay" | "tag" | "template" | "shell" | "page" | "files" | "text";

/** Something that could stand at the cursor. */
export interface Candidate {
  readonly word: string;
  readonly says: string;
}

/** What could stand at the cursor: `files` leaves it to the shell, the names of a kind are found in the newsletter. */
export type Wanted =
  | { readonly kind: "words"; readonly candidates: readonly Candidate[] }
  | { readonly kind: Exclude<ValueKind, "text"> };

/**
 * What could stand for the last of the words behind `letterpress`, which may be empty. Shells take `--list=main` apart
 * at the sign, so that may be a word of its own. Nothing is filtered by what is there of the word.
 */
export function wantedNext(words: readonly string[], tree: readonly TreeCommand[]): Wanted {
  const [current = "", ...rest] = words.map((word) => (word === "=" ? "" : word)).reverse();
  const before = rest.reverse().filter((word) => word !== "");
  const command = commandIn(before[0] === "help" ? before.slice(1) : before, tree);
  if (command === undefined || before[0] === "help") return commandsAfter(before, tree);
  const given = before.slice(command.name.split(" ").length);
  const last = optionOf(command, given.at(-1));
  if (last?.takes !== undefined) return valuesOf(last.takes);
  if (current.startsWith("-")) return optionsLeft(command, given);
  const place = positionsIn(command, given);
  const takes = command.takes[place] ?? (command.takesSeveral ? command.takes.at(-1) : undefined);
  return takes === undefined ? optionsLeft(command, given) : valuesOf(takes);
}

function commandIn(words: readonly string[], tree: readonly TreeCommand[]): TreeCommand | undefined {
  const [first = "", second = ""] = words;
  return tree.find(({ name }) => name === first || name === `${first} ${second}`);
}

/** The names that could follow: those of all commands, or of the commands of a group such as `subscribers`. */
function commandsAfter(before: readonly string[], tree: readonly TreeCommand[]): Wanted {
  const path = before[0] === "help" ? before.slice(1) : before;
  const [group] = path;
  const inGroup = tree.filter(({ name }) => name.startsWith(`${group} `));
  if (group !== undefined)
    return words(inGroup.map(({ name, says }) => ({ word: name.slice(group.length + 1), says })));
  const first = new Map<string, string>();
  for (const { name, says } of tree) {
    const [word = "", more] = name.split(" ");
    first.set(word, more === undefined ? says : [first.get(word), more].filter(Boolean).join(", "));
  }
  const all = [...first].map(([word, says]) => ({ word, says }));
  return words(before[0] === "help" ? all : [...all, { word: "help", says: "explain a command" }]);
}

function valuesOf(kind: ValueKind): Wanted {
  if (kind === "shell") return words(shells.map((word) => ({ word, says: "" })));
  return kind === "text" ? words([]) : { kind };
}

/** The shells that there is a script for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

function optionsLeft({ options }: TreeCommand, given: readonly string[]): Wanted {
  return words(
    options
      .filter(({ flag, takes }) => takes !== undefined || !given.includes(flag))
      .map(({ flag, says }) => ({ word: flag, says })),
  );
}

function optionOf({ options }: TreeCommand, word: string | undefined): TreeOption | undefined {
  return options.find(({ flag }) => flag === word);
}

/** How many arguments are given already. */
function positionsIn(command: TreeCommand, given: readonly string[]): number {
  return given.filter(
    (word, at) => !word.startsWith("-") && optionOf(command, given[at - 1])?.takes === undefined,
  ).length;
}

function words(candidates: readonly Candidate[]): Wanted {
  return { kind: "words", candidates };
}
