import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

/** The one place that talks to the person, the shell and the process. */
export interface Terminal {
  /** A line of what was asked for. */
  print(line?: string): void;
  /** What was asked for, exactly as it is. */
  printRaw(text: string | Uint8Array): void;
  /** What is printed goes to a screen, so that `redraw` can show it in one place. */
  readonly printsToScreen: boolean;
  /** Shows these lines in place of everything that is on the screen; as many as it has room for. */
  redraw(lines: readonly string[]): void;
  /** Whether anybody still reads what is printed; `| head` stops when it has enough. */
  isRead(): boolean;
  /** A line about the work: progress, warnings, errors. Never mixed into what is piped on. */
  note(line?: string): void;
  /** Somebody is there to answer. */
  readonly interactive: boolean;
  /** Notes go to a screen, so a line can be written over. */
  readonly screen: boolean;
  readonly columns: number;
  /** For `print` and `note`, which take the style away again where its stream shows none. */
  style(style: Style, text: string): string;
  /** Writes over the current line of the screen; "" takes it away. */
  overwrite(text: string): void;
  ask(question: string): Promise<Answer>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** Ctrl-D is an empty answer. */
export type Answer =
  | { readonly status: "answered"; readonly text: string }
  | { readonly status: "interrupted" };

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader of our output who goes away (`| head`, a closed terminal) is no reason to stop sending.
  for (const stream of [stdout, stderr]) stream.on("error", ignoreGone);
  let read = true;
  stdout.on("error", () => {
    read = false;
  });
  const printed = stylist(stdout);
  const noted = stylist(stderr);
  return {
    print: (line = "") => stdout.write(`${printed(line)}\n`),
    printRaw: (text) => stdout.write(text),
    printsToScreen: stdout.isTTY === true,
    redraw: (lines) => {
      const shown = lines
        .slice(0, Math.max((stdout.rows || 24) - 1, 1))
        .map((line) => `${printed(line)}${toEndOfLine}\n`);
      stdout.write(`${toTop}${shown.join("")}${toEndOfScreen}`);
    },
    note: (line = "") => stderr.write(`${noted(line)}\n`),
    isRead: () => read,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    screen: stderr.isTTY === true,
    columns: stderr.columns ?? 80,
    style: (style, text) => styleText(style, text, { validateStream: false }),
    overwrite: (text) => stderr.write(`\r\u001b[2K${noted(text)}`),
    ask,
    environment: process.env,
    folder: process.cwd(),
  };
}

/** Written over line by line and not wiped first, so that nothing flickers. */
const [toTop, toEndOfLine, toEndOfScreen] = ["\u001b[H", "\u001b[K", "\u001b[J"];

/** Leaves styles as they are, or takes them away: a stream that is no screen, or NO_COLOR. */
function stylist(stream: NodeJS.WriteStream): (line: string) => string {
  if (styleText("bold", "x", { stream }) !== "x") return (line) => line;
  return (line) => line.replace(styleCodes, "");
}

/** What `style` writes, and nothing else. */
const styleCodes = new RegExp(`${String.fromCharCode(0x1b)}\\[\\d+m`, "g");

async function ask(question: string): Promise<Answer> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new Promise<Answer>((resolve) => {
    lines.once("SIGINT", () => resolve({ status: "interrupted" }));
  });
  const closed = new Promise<Answer>((resolve) => {
    lines.once("close", () => resolve({ status: "answered", text: "" }));
  });
  const answered = lines.question(question).then((text): Answer => ({ status: "answered", text }));
  try {
    const answer = await Promise.race([answered, interrupted, closed]);
    if (answer.status === "interrupted") process.stderr.write("\n");
    return answer;
  } finally {
    lines.close();
  }
}

function ignoreGone(fault: Error & { code?: string }): void {
  if (fault.code !== "EPIPE" && fault.code !== "EIO") throw fault;
}
