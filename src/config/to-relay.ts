import { resolve } from "node:path";
import type * as z from "zod";
import type { ModuleRelayConfig, RelayConfig, SecretPlace, SmtpRelayConfig } from "./config.ts";
import type { configShape } from "./shape.ts";
import { withoutGaps } from "./without-gaps.ts";

type Written = z.output<typeof configShape>["relays"][number];

/** A relay as `letterpress.yaml` says it; its files are found from the folder of that. */
export function toRelay(written: Written, root: string): RelayConfig {
  const { name, connections, depth, weight, timeouts, transport, host = "" } = written;
  const { connect, greeting, command, data, dot, message } = timeouts;
  const waits = { connectMs: connect, greetingMs: greeting, commandMs: command };
  const basics = {
    name,
    connections,
    depth,
    weight,
    timeouts: { ...waits, dataMs: data, dotMs: dot, messageMs: message },
  };
  return transport === undefined
    ? { ...basics, host, ...toLink(written, root) }
    : { ...basics, module: transport };
}

function toLink(
  { port, security = "starttls", user, password, auth, tls, helo, localAddress }: Written,
  root: string,
): Omit<SmtpRelayConfig, "host" | keyof ModuleRelayConfig> {
  const place = (secret: SecretPlace | undefined) =>
    secret !== undefined && "file" in secret ? { file: resolve(root, secret.file) } : secret;
  const file = (path: string | undefined) => (path === undefined ? undefined : resolve(root, path));
  const login = {
    user,
    password: place(password),
    method: auth?.method,
    accessToken: place(auth?.accessToken),
  };
  const { ca, cert, key, ...plain } = tls ?? {};
  const files = { ca: file(ca), cert: file(cert), key: file(key) };
  return {
    // RFC 8314: 465 is for TLS from the first byte, 587 for what begins without.
    port: port ?? (security === "tls" ? 465 : 587),
    security,
    ...withoutGaps({ ...login, helo, localAddress }),
    ...(tls === undefined ? {} : { tls: withoutGaps({ ...plain, ...files }) }),
  };
}

/** The files of a relay that hold something secret, and where they are named. */
export function relaySecretFiles({
  password,
  auth,
  tls,
}: Written): readonly { readonly path: readonly string[]; readonly file: string }[] {
  const places = [
    { path: ["password", "file"], place: password },
    { path: ["auth", "accessToken", "file"], place: auth?.accessToken },
    { path: ["tls", "key"], place: tls?.key === undefined ? undefined : { file: tls.key } },
  ];
  return places.flatMap(({ path, place }) =>
    place !== undefined && "file" in place ? [{ path, file: place.file }] : [],
  );
}
