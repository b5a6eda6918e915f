import type { Message } from "../../src/model/message.ts";
import type { Relay, RelayTimeouts } from "../../src/model/relay.ts";

/** Long enough for a busy machine, short enough to wait for. */
export const quickTimeouts: RelayTimeouts = {
  connectMs: 2_000,
  greetingMs: 2_000,
  commandMs: 2_000,
  dataMs: 2_000,
  dotMs: 2_000,
  messageMs: 10_000,
};

export function sampleRelay(
  at: { readonly port: number },
  changes: Partial<Omit<Relay, "timeouts">> & { readonly timeouts?: Partial<RelayTimeouts> } = {},
): Relay {
  const { timeouts, ...others } = changes;
  return {
    name: "test",
    host: "127.0.0.1",
    port: at.port,
    security: "none",
    connections: 1,
    depth: 1,
    ...others,
    timeouts: { ...quickTimeouts, ...timeouts },
  };
}

export function sampleMessage(
  number = 1,
  body = "Hello.\r\n",
  changes: Partial<Message["envelope"]> = {},
): Message {
  const envelope = {
    from: "bounce@example.org",
    to: `reader${number}@example.org`,
    needsUtf8: false,
    ...changes,
  };
  const headers = `From: news@example.org\r\nTo: reader${number}@example.org\r\nSubject: Issue ${number}\r\n\r\n`;
  return { envelope, messageId: `<${number}@example.org>`, bytes: Buffer.from(headers + body) };
}
