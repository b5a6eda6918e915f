import { LetterpressError } from "../base/errors.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** What has to be typed before something is done that cannot be taken back. */
export interface WantedWord {
  readonly word: string;
  /** `There is no way back. Type "erase" to erase them:` */
  readonly question: string;
  /** What is to be done, behind "Nobody is here to say that": `the person is to be erased`. */
  readonly isToBe: string;
  /** The command that asks nothing. */
  readonly unasked: string;
  /** What holds after a no: `nothing was erased`. */
  readonly after: string;
}

/** Asks for the word; undefined is a yes. Throws `use/no-terminal` where nobody can be asked. */
export async function askForWord(terminal: Terminal, wanted: WantedWord): Promise<ExitCode | undefined> {
  const { word, question, isToBe, unasked, after } = wanted;
  if (!terminal.interactive)
    throw new LetterpressError(
      "use/no-terminal",
      `Nobody is here to say that ${isToBe}.`,
      `Say it with: ${unasked}`,
    );
  const answer = await terminal.ask(`${question} `);
  if (answer.status === "interrupted") {
    terminal.note(`Interrupted; ${after}.`);
    return exitCodes.interrupted;
  }
  if (answer.text.trim().toLowerCase() === word) return undefined;
  terminal.note(`${after.charAt(0).toUpperCase()}${after.slice(1)}.`);
  return exitCodes.incomplete;
}
