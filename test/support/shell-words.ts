/** One command of a line, as a shell takes it apart. */
export interface ShellCommand {
  /** The name and what it is given, without quotes. */
  readonly words: readonly string[];
  /** What is written between it and the next one, or a file: `&&`, `|`, `>`. "" at the end of the line. */
  readonly behind: string;
}

/**
 * The commands of one line of `sh`. Only what examples need: quotes, a backslash before a sign, comments, and signs
 * that end a command. Variables and patterns stay as they are written.
 */
export function shellCommands(line: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  for (const [token] of line.matchAll(
    /#.*$|&&|\|\||[|;>]|(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|;>&]|&(?!&))+/g,
  )) {
    if (token.startsWith("#")) break;
    if (/^(?:&&|\|\||[|;>])$/.test(token)) {
      commands.push({ words, behind: token });
      words = [];
    } else words.push(unquoted(token));
  }
  return words.length === 0 ? commands : [...commands, { words, behind: "" }];
}

function unquoted(token: string): string {
  return token.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
    (_, single?: string, double?: string, sign?: string) =>
      single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? sign ?? "",
  );
}
