import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

export interface ScriptedSpamd extends AsyncDisposable {
  readonly port: number;
  /** The messages that it was given, each a string of octets. */
  readonly messages: string[];
}

/** Listens on this machine as spamd does: PONG to a PING, and `answer` to whatever message comes, however it is cut. */
export async function scriptedSpamd(answer: string): Promise<ScriptedSpamd> {
  const messages: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const chunks: Buffer[] = [];
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => {
      const text = Buffer.concat(chunks).toString("latin1");
      if (text.startsWith("PING SPAMC/")) return void socket.end("SPAMD/1.5 0 PONG\r\n");
      const [, length, message = ""] =
        /^REPORT SPAMC\/1\.\d\r\nContent-length: (\d+)\r\n\r\n([\s\S]*)$/.exec(text) ?? [];
      if (Number(length) !== message.length)
        return void socket.end("SPAMD/1.0 76 Bad header line: (Content-Length mismatch)\r\n");
      messages.push(message);
      for (const part of answer.match(/[\s\S]{1,40}/g) ?? []) socket.write(part);
      socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** An answer of spamd with the table of these lines, each `points name words`. */
export function spamdAnswer(score: string, ...rows: readonly string[]): string {
  const lines = rows.map((row) =>
    row.replace(
      /^(\S+) (\S+) (.*)$/,
      (_, points, name, words) => `${points.padStart(4)} ${name.padEnd(22)} ${words}`,
    ),
  );
  const table = [
    " pts rule name              description",
    `---- ${"-".repeat(22)} ${"-".repeat(50)}`,
    ...lines,
    "",
  ];
  const report = [
    'Spam detection software, running on the system "a.press",',
    "has looked at it.",
    "",
    ...table,
  ].join("\n");
  return `SPAMD/1.1 0 EX_OK\r\nContent-length: ${report.length}\r\nSpam: True ; ${score}\r\n\r\n${report}`;
}
