import { createConnection } from "node:net";

/**
 * The first line of an SMTP server on this machine; undefined when it is not on this machine, or says no whole one
 * within half a second, however it drips. Nothing is said to it.
 */
export function localGreeting({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<string | undefined> {
  if (!loopback.test(host)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, signal: AbortSignal.timeout(patienceMs) });
    let heard = "";
    const end = () => {
      resolve(/^[^\r\n]*(?=\r?\n)/.exec(heard)?.[0]);
      socket.destroy();
    };
    socket.on("error", end).on("close", end);
    socket.on("data", (bytes: Buffer) => {
      heard += bytes.toString("latin1");
      if (heard.includes("\n") || heard.length > mostBytes) end();
    });
  });
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/i;
const patienceMs = 500;
/** RFC 5321 section 4.5.3.1.5. */
const mostBytes = 512;
