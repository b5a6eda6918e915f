import { LetterpressError } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import { readEnvFile } from "../config/env-file.ts";
import { readSigningKeys } from "../config/read-signing-keys.ts";
import { noSecret } from "../model/noticed/no-secret.ts";
import { finding } from "../model/rule.ts";
import { parseEnvText } from "./parse-env.ts";
import type { Terminal } from "./terminal.ts";

type Environment = Terminal["environment"];

/**
 * Where secrets are looked for: what the shell has exported, and for what it has not, the newsletter's file `.env`. For
 * nothing but secrets: a file of a folder that somebody else made must not choose which programs are started here.
 * Throws LetterpressError (`config/env-file`) when that file cannot be read.
 */
export function secretsOf({ environment }: Terminal, { root }: Config): Environment {
  return { ...parseEnvText(readEnvFile(root)), ...exported(environment) };
}

/** The same for what can go on without them: where `.env` cannot be read, what is exported, and why. */
export function secretsHere(
  terminal: Terminal,
  config: Config,
): { readonly environment: Environment; readonly fault?: LetterpressError } {
  try {
    return { environment: secretsOf(terminal, config) };
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    return { environment: exported(terminal.environment), fault };
  }
}

/** The keys for a look at mail. A file `.env` that cannot be read is a warning beside the key that may be in it. */
export async function signingKeysHere(
  terminal: Terminal,
  config: Config,
): ReturnType<typeof readSigningKeys> {
  const { environment, fault } = secretsHere(terminal, config);
  const { dkim } = config;
  const { keys, problems } = await readSigningKeys(dkim, environment);
  const missing = dkim.find(({ key }) => "env" in key && environment[key.env] === undefined);
  if (fault === undefined || missing === undefined) return { keys, problems };
  const message = fault.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return { keys, problems: [finding(missing.at, noSecret, message, fault.remedy), ...problems] };
}

/** A workflow whose secret is missing exports nothing as its value. */
function exported(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
}
