import { printable } from "../base/printable.ts";
import type { Stage } from "../model/outcome.ts";
import type { Relay, RelayAuth } from "../model/relay.ts";
import { tokenResponse } from "./login.ts";

/** What nodemailer's connection reports when it cannot connect, upgrade or log in. */
export interface ConnectFault {
  readonly code?: string | undefined;
  /** The system's or OpenSSL's own code behind `code`. */
  readonly originalCode?: string | undefined;
  readonly message?: string;
  /** The relay's reply. */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly command?: string | undefined;
  readonly timeoutType?: string | undefined;
}

/** What an editor is told about a fault, before the relay is named. */
export interface Finding {
  readonly code: string;
  readonly stage: Stage;
  readonly permanent: boolean;
  /** Follows "The relay <name> (<host>:<port>) " and ends with a full stop. */
  readonly says: string;
  readonly remedy: string;
}

/** The relay's words, without our password or token: some servers repeat what they did not like. */
export function quoted(relay: Relay, { response }: ConnectFault): string {
  if (response === undefined) return "";
  const forms = relay.auth === undefined ? [] : secretForms(relay.auth).filter((form) => form !== "");
  const safe = forms.reduce((text, form) => text.replaceAll(form, "•••"), response);
  return ` (it said "${printable(safe).slice(0, 200)}")`;
}

/** A secret as it is, and as it goes over the wire; the longest first, since one may be part of another. */
function secretForms(auth: RelayAuth): readonly string[] {
  if (auth.method === "xoauth2") return [tokenResponse(auth), base64(auth.accessToken), auth.accessToken];
  const { user, password } = auth;
  return [base64(`\0${user}\0${password}`), base64(password), password];
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
