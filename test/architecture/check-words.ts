import { lineAt, type SourceFile } from "./read-source.ts";

/** A word of GLOSSARY.md that is not used, and the word for what it would mean; undefined when it means nothing. */
export type AvoidedWords = ReadonlyMap<string, string | undefined>;

/**
 * The words to avoid of GLOSSARY.md: in its first table those of the last column that stand in backquotes (the others
 * are avoided by people, since they have a second, right meaning), and those of the paragraph that begins with "Not
 * used as names:".
 */
export function readAvoided(glossary: string): AvoidedWords {
  const avoided = new Map<string, string | undefined>();
  for (const row of glossary.split("\n").filter((line) => line.startsWith("| **"))) {
    const cells = row.split("|");
    const word = /\*\*(.+?)\*\*/.exec(row)?.[1];
    for (const [, other = ""] of (cells.at(-2) ?? "").matchAll(/`([a-z]+)`/g)) avoided.set(other, word);
  }
  const drawers = /^Not used as names: ([\s\S]*?)\n\n/m.exec(glossary)?.[1] ?? "";
  for (const [, word = ""] of drawers.matchAll(/`([a-z]+)`/g)) avoided.set(word, undefined);
  return avoided;
}

/** File names in kebab-case, and no word to avoid in the name of a file or of anything that a file declares. */
export function checkWords(files: readonly SourceFile[], avoided: AvoidedWords): readonly string[] {
  return files.flatMap((file) => [...inFileName(file, avoided), ...inDeclarations(file, avoided)]);
}

const kebab = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.test)?\.[jt]s$/;

function inFileName({ path }: SourceFile, avoided: AvoidedWords): readonly string[] {
  const steps = path.split("/").slice(1);
  if (!kebab.test(steps.at(-1) ?? ""))
    return [`${path}:1 is not named in kebab-case; name it after its main export, as in open-relay.ts.`];
  return steps
    .flatMap((step) => step.replace(/\.[jt]s$/, "").split(/[-.]/))
    .filter((word) => avoided.has(word))
    .map((word) => `${path}:1 has "${word}" in its name; ${remedyFor(word, avoided)}.`);
}

const declaration =
  /\b(?:(?:const|let|function\*?|class|interface)\s+|type\s+(?=\w+\s*[=<]))([A-Za-z_$][\w$]*)/g;

function inDeclarations({ path, code }: SourceFile, avoided: AvoidedWords): readonly string[] {
  return [...code.matchAll(declaration)].flatMap((match) => {
    const [, name = ""] = match;
    if (namesOfOthers.includes(name)) return [];
    return wordsOf(name)
      .filter((word) => avoided.has(word))
      .map(
        (word) =>
          `${path}:${lineAt(code, match.index)} declares ${name}, which has "${word}" in it; ${remedyFor(word, avoided)}.`,
      );
  });
}

// The terminal of the process, which is what Node calls it.
const namesOfOthers: readonly string[] = ["processTerminal"];

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[\s_$]+/);
}

function remedyFor(word: string, avoided: AvoidedWords): string {
  const right = avoided.get(word);
  return right === undefined
    ? "say what it holds or does"
    : `GLOSSARY.md calls that ${/^[aeiou]/.test(right) ? "an" : "a"} ${right}`;
}
