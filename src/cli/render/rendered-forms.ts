import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { faultText, LetterpressError, systemCode } from "../../base/errors.ts";
import type { ListConfig } from "../../config/config.ts";
import { compileMessage } from "../../message/compile-message.ts";
import type { Signer } from "../../message/dkim/signer.ts";
import type { MailingNames } from "../../message/headers.ts";
import { personalView } from "../../message/personal-view.ts";
import { personalize } from "../../message/personalize.ts";
import type { Edition } from "../../model/edition.ts";
import type { Recipient } from "../../model/subscriber.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

export const forms = ["html", "text", "eml", "json"] as const;
export type Form = (typeof forms)[number];
export type Forms = (form: Form) => Promise<Buffer | string>;

/** The message for one reader, in the form that is asked for. */
export function formsOf(input: {
  readonly edition: Edition;
  readonly list: ListConfig;
  readonly key: string;
  readonly recipient: Recipient;
  readonly mailing: MailingNames;
  /** Asked for when the whole message is. */
  readonly signers: () => Promise<readonly Signer[]>;
}): Forms {
  const { edition, list, key, recipient, mailing, signers } = input;
  return async (form) => {
    if (form === "eml")
      return personalize(compileMessage(edition, list.sender, mailing, key, await signers()), recipient)
        .bytes;
    const view = personalView(edition, list.sender, mailing, key, recipient);
    return form === "json" ? `${JSON.stringify(view, null, 2)}\n` : view[form];
  };
}

/**
 * To the standard output in one form, text unless another was asked for; or into a folder, in all forms unless some
 * were.
 */
export async function writeForms(
  terminal: Terminal,
  output: {
    readonly name: string;
    readonly asked: readonly Form[];
    readonly out: string | undefined;
    readonly made: Forms;
  },
): Promise<ExitCode> {
  const { name, asked, out, made } = output;
  const wanted: readonly Form[] = asked.length > 0 ? asked : out === undefined ? ["text"] : forms;
  if (out === undefined) terminal.printRaw(await made(wanted[0] ?? "text"));
  else await writeFiles(terminal, resolve(terminal.folder, out), name, wanted, made);
  return exitCodes.done;
}

async function writeFiles(
  terminal: Terminal,
  folder: string,
  name: string,
  wanted: readonly Form[],
  made: Forms,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const form of wanted) {
      const path = join(folder, `${name}.${form === "text" ? "txt" : form}`);
      await writeFile(path, await made(form));
      terminal.print(path);
    }
  } catch (fault) {
    if (systemCode(fault) === undefined) throw fault;
    throw new LetterpressError(
      "render/not-written",
      `Nothing more can be written into ${folder}: ${systemCode(fault) === "EEXIST" ? "it is a file" : faultText(fault)}.`,
      "Name a folder that is not there yet, or one that this user may write to, with --out.",
      { cause: fault },
    );
  }
}
