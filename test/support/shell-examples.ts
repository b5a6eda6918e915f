import { readText } from "../architecture/read-repository.ts";

/** One line that a document tells its readers to type. */
export interface ShellExample {
  readonly line: string;
  /** `docs/dkim.md:9` */
  readonly at: string;
  /** Why no test can run it; it stands in the document, behind the language: ```sh no-run: asks the DNS. */
  readonly noRun?: string;
}

/** The lines of every block of `sh` in a document, also of one inside a list. */
export function shellExamples(path: string): readonly ShellExample[] {
  const text = readText(path);
  return [...text.matchAll(/^( *)```sh\b(.*)\n([\s\S]*?)^\1```$/gm)].flatMap(
    ([block, , info = "", code = ""]) => {
      const from = lineAt(text, text.indexOf(block)) + 1;
      const noRun = /^ no-run: (.+)$/.exec(info)?.[1];
      return code.split("\n").flatMap((line, index) =>
        /^\s*(?:#|$)/.test(line)
          ? []
          : [
              {
                line: line.trim(),
                at: `${path}:${from + index}`,
                ...(noRun === undefined ? {} : { noRun }),
              },
            ],
      );
    },
  );
}

/**
 * Commands in the middle of a sentence, or of a file that is shown: `npx letterpress send <issue> --dry-run`, with a
 * word for `<issue>`. Some name no issue.
 */
export function commandsInProse(path: string): readonly ShellExample[] {
  const text = readText(path).replace(/^( *)```sh\b[\s\S]*?^\1```$/gm, (block) =>
    block.replace(/[^\n]/g, " "),
  );
  return [...text.matchAll(/(npx letterpress (?!<command>)[^`\n]+)/g)].map(({ 1: line = "", index }) => ({
    line: line.replace(/ ?…/g, "").replace(/[<[]([\w-]+)[>\]]/g, "$1"),
    at: `${path}:${lineAt(text, index)}`,
  }));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
