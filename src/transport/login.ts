import type { LoginMethod, RelayAuth } from "../model/relay.ts";

/** What nodemailer's connection logs in with. It takes the first method that the relay offers when none is named. */
export function loginData(auth: RelayAuth): {
  readonly user: string;
  readonly pass?: string;
  readonly method?: string;
} {
  if (auth.method === "xoauth2") return { user: auth.user, method: "XOAUTH2" };
  const { user, password, method } = auth;
  return { user, pass: password, ...(method === undefined ? {} : { method: method.toUpperCase() }) };
}

/** nodemailer would send the secret to a relay that does not know the method. `_supportedAuth` is its own name. */
export function offersLogin(connection: object, method: LoginMethod): boolean {
  const { _supportedAuth: offered } = connection as { readonly _supportedAuth: readonly string[] };
  return offered.includes(method.toUpperCase());
}

/** The words of XOAUTH2: `base64("user=" user ^A "auth=Bearer " token ^A ^A)`. */
export function tokenResponse({ user, accessToken }: Extract<RelayAuth, { method: "xoauth2" }>): string {
  return Buffer.from(`user=${user}\x01auth=Bearer ${accessToken}\x01\x01`).toString("base64");
}

/**
 * Logs in with an access token. A relay that refuses it says why in a 334 first, and waits for an empty line before it
 * says 535. nodemailer's own way would ask for a new token then, and there is none to be had.
 */
export function tokenLogin(auth: Extract<RelayAuth, { method: "xoauth2" }>): TokenLogin {
  return async ({ sendCommand }) => {
    const answer = await sendCommand(`AUTH XOAUTH2 ${tokenResponse(auth)}`);
    const last = answer.status === 334 ? await sendCommand("") : answer;
    if (last.status < 200 || last.status > 299) throw new Error("Invalid login");
  };
}

type TokenLogin = (context: {
  sendCommand(command: string): Promise<{ readonly status: number }>;
}) => Promise<void>;
