import type { Relay, RelayAuth } from "../model/relay.ts";
import type { SmtpRelayConfig } from "./config.ts";
import { readSecret } from "./read-secret.ts";
import { readTls } from "./read-tls.ts";

/**
 * A relay with its secrets, read from `environment` or from files that only their owner can read. Throws
 * LetterpressError, which never holds any of them.
 */
export async function openRelay(
  config: SmtpRelayConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Relay> {
  const {
    user: _user,
    password: _password,
    method: _,
    accessToken: __,
    weight: ___,
    tls: ____,
    ...relay
  } = config;
  const tls = await readTls(config);
  const auth = await readAuth(config, environment);
  return { ...relay, ...(tls === undefined ? {} : { tls }), ...(auth === undefined ? {} : { auth }) };
}

async function readAuth(
  { name, user, password, method, accessToken }: SmtpRelayConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RelayAuth | undefined> {
  if (user === undefined) return undefined;
  const owner = `the relay "${name}"`;
  if (method === "xoauth2") {
    if (accessToken === undefined) return undefined;
    const token = await readSecret(accessToken, { noun: "access token", owner }, environment);
    return { user, accessToken: token, method };
  }
  if (password === undefined) return undefined;
  const secret = await readSecret(password, { noun: "password", owner }, environment);
  return { user, password: secret, ...(method === undefined ? {} : { method }) };
}
