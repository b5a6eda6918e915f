import { parseEnv } from "node:util";
import type { Config } from "../config/config.ts";
import { readEnvFile } from "../config/env-file.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Where secrets are looked for: what the shell has exported, and for what it has not, the newsletter's file `.env`. For nothing but
 * secrets: a file of a folder that somebody else made must not choose which programs are started here.
 */
export function secretsOf({ environment }: Terminal, { root }: Config): Terminal["environment"] {
  const exported = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  return { ...parseEnv(readEnvFile(root)), ...Object.fromEntries(exported) };
}
