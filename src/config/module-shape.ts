import { isAbsolute, normalize } from "node:path";
import * as z from "zod";

/** A relay that a module of the newsletter makes. */
export const moduleShape = z
  .string()
  .regex(/\.(?:m|c)?[jt]s$/, "is not a module.\nName a file that ends in .mjs.")
  .refine(
    (path) => !isAbsolute(path) && !/^\.\.(?:[/\\]|$)/.test(normalize(path)),
    "leads out of the newsletter's folder.\nPut the module into it, such as relays/ses.mjs.",
  );

const linkKeys = [
  "host",
  "port",
  "security",
  "user",
  "password",
  "auth",
  "tls",
  "helo",
  "localAddress",
] as const;

type Written = Readonly<Partial<Record<(typeof linkKeys)[number] | "transport", unknown>>> & {
  readonly depth: number;
};

/** What does not go together with a module; undefined for a relay that is reached by SMTP. */
export function moduleClashes(relay: Written): readonly (readonly [string[], string])[] | undefined {
  if (relay.transport === undefined)
    return relay.host === undefined
      ? [[[], 'says neither a "host" nor a "transport".\nAdd the relay\'s host.']]
      : undefined;
  const clashes = linkKeys
    .filter((key) => relay[key] !== undefined)
    .map(
      (key) =>
        [[key], "is not used with a transport: its module says where to connect.\nRemove it."] as const,
    );
  const depth = [["depth"], "is always 1 with a transport.\nRemove it, or add connections."] as const;
  return [...clashes, ...(relay.depth > 1 ? [depth] : [])].map(([path, message]) => [[...path], message]);
}
