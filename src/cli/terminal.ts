import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

/** The one place that talks to the person, the shell and the process. */
export interface Terminal {
  /** A line of what was asked for. */
  print(line?: string): void;
  /** A line about the work: progress, warnings, errors. Never mixed into what is piped on. */
  note(line?: string): void;
  /** Somebody is there to answer. */
  readonly interactive: boolean;
  /** Notes go to a screen, so a line can be written over. */
  readonly screen: boolean;
  readonly columns: number;
  style(style: Style, text: string): string;
  /** Writes over the current line of the screen; "" takes it away. */
  overwrite(text: string): void;
  ask(question: string): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader of our output who goes away (`| head`) is no reason to stop sending.
  for (const stream of [stdout, stderr]) stream.on("error", ignoreBrokenPipe);
  return {
    print: (line = "") => stdout.write(`${line}\n`),
    note: (line = "") => stderr.write(`${line}\n`),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    screen: stderr.isTTY === true,
    columns: stderr.columns ?? 80,
    style: (style, text) => styleText(style, text, { stream: stderr }),
    overwrite: (text) => stderr.write(`\r\u001b[2K${text}`),
    ask,
    environment: process.env,
    folder: process.cwd(),
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

function ignoreBrokenPipe(fault: Error & { code?: string }): void {
  if (fault.code !== "EPIPE") throw fault;
}
