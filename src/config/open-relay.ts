import { readFile, stat } from "node:fs/promises";
import { faultText, LetterpressError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { Relay } from "../model/relay.ts";
import type { RelayConfig } from "./config.ts";

/**
 * A relay with its password, read from `environment` or from a file that only its owner can read. Throws
 * LetterpressError, which never holds the password.
 */
export async function openRelay(
  config: RelayConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Relay> {
  const { user, password, ...relay } = config;
  if (user === undefined || password === undefined) return relay;
  const secret =
    "env" in password
      ? fromEnvironment(password.env, config, environment)
      : await fromFile(password.file, config);
  return { ...relay, auth: { user, password: secret } };
}

function fromEnvironment(
  name: string,
  config: RelayConfig,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (value !== undefined && value !== "") return value;
  throw new LetterpressError(
    "config/no-secret",
    `The password of the relay "${config.name}" is not set: the environment has no ${name}.`,
    `Set it for this command: ${name}=… npx letterpress send …`,
  );
}

async function fromFile(path: string, config: RelayConfig): Promise<string> {
  const refuse = (why: string, remedy: string, cause?: unknown) =>
    new LetterpressError(
      "config/no-secret",
      `The password file of the relay "${config.name}" ${why}.`,
      remedy,
      { cause },
    );
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw refuse("can be read by others", `Run: chmod 600 ${quoted(path)}`);
    // Only the line end that editors add: a password may start or end with a space.
    const secret = (await readFile(path, "utf8")).replace(/\r?\n$/, "");
    if (secret === "") throw refuse("is empty", `Write the password into ${quoted(path)}.`);
    return secret;
  } catch (fault) {
    if (fault instanceof LetterpressError) throw fault;
    throw refuse(`cannot be read: ${faultText(fault)}`, `Check ${quoted(path)}.`, fault);
  }
}
