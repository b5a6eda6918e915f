import { readFile, stat } from "node:fs/promises";
import { faultText, LetterpressError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { SecretPlace } from "./config.ts";

/** How a secret is called: `The <noun> of <owner>`. */
export interface SecretWords {
  readonly noun: string;
  readonly owner: string;
}

/**
 * A secret from `environment`, or from a file that only its owner can read, without the line end that editors add.
 * Throws LetterpressError (`config/no-secret`), which never holds any of it.
 */
export async function readSecret(
  place: SecretPlace,
  words: SecretWords,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  return "env" in place ? fromEnvironment(place.env, words, environment) : fromFile(place.file, words);
}

function fromEnvironment(
  name: string,
  { noun, owner }: SecretWords,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (value !== undefined && value !== "") return value;
  throw new LetterpressError(
    "config/no-secret",
    `The ${noun} of ${owner} is not set: neither the environment nor the file .env has ${name}.`,
    `Write ${name}='…' into the file .env beside letterpress.yaml, or set it for this command: ${name}=… npx letterpress …`,
  );
}

async function fromFile(path: string, { noun, owner }: SecretWords): Promise<string> {
  const refuse = (why: string, remedy: string, cause?: unknown) =>
    new LetterpressError("config/no-secret", `The ${noun} file of ${owner} ${why}.`, remedy, { cause });
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw refuse("can be read by others", `Run: chmod 600 ${quoted(path)}`);
    // Only the line end that editors add: a password may start or end with a space.
    const secret = (await readFile(path, "utf8")).replace(/\r?\n$/, "");
    if (secret === "") throw refuse("is empty", `Write the ${noun} into ${quoted(path)}.`);
    return secret;
  } catch (fault) {
    if (fault instanceof LetterpressError) throw fault;
    throw refuse(`cannot be read: ${faultText(fault)}`, `Check ${quoted(path)}.`, fault);
  }
}
