import { resolve } from "node:path";
import type { z } from "zod";
import type { RelayConfig, SecretPlace } from "./config.ts";
import type { configShape } from "./shape.ts";
import { withoutGaps } from "./without-gaps.ts";

type Written = z.output<typeof configShape>["relays"][number];

/** A relay as `letterpress.yaml` says it; its files are found from the folder of that. */
export function toRelay(written: Written, root: string): RelayConfig {
  const { name, host, port, security, user, password, auth, tls, helo, localAddress } = written;
  const { connections, depth, weight, timeouts } = written;
  const place = (secret: SecretPlace | undefined) =>
    secret !== undefined && "file" in secret ? { file: resolve(root, secret.file) } : secret;
  const file = (path: string | undefined) => (path === undefined ? undefined : resolve(root, path));
  const link = { host, port, security, ...withoutGaps({ helo, localAddress }) };
  const login = {
    user,
    password: place(password),
    method: auth?.method,
    accessToken: place(auth?.accessToken),
  };
  const { ca, cert, key, ...plain } = tls ?? {};
  const files = { ca: file(ca), cert: file(cert), key: file(key) };
  return {
    name,
    ...link,
    ...withoutGaps(login),
    ...(tls === undefined ? {} : { tls: withoutGaps({ ...plain, ...files }) }),
    connections,
    depth,
    weight,
    timeouts: {
      connectMs: timeouts.connect,
      greetingMs: timeouts.greeting,
      commandMs: timeouts.command,
      dataMs: timeouts.data,
      dotMs: timeouts.dot,
      messageMs: timeouts.message,
    },
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
