import { connect } from "node:net";

/**
 * Speaks SMTP by hand with a server on this machine: waits for each reply before the next step. A step is what is
 * written, line ends and all. Resolves to the replies, the greeting first; one that never came is missing.
 */
export async function smtpDialogue(
  port: number,
  steps: readonly (string | Buffer)[],
): Promise<readonly string[]> {
  const socket = connect(port, "127.0.0.1");
  const replies: string[] = [];
  let unread = "";
  let wake: () => void = () => undefined;
  let isGone = false;
  socket.on("error", () => undefined);
  socket.on("close", () => {
    isGone = true;
    wake();
  });
  socket.on("data", (chunk) => {
    unread += chunk.toString("latin1");
    wake();
  });

  async function reply(): Promise<boolean> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(unread)?.[0];
      if (whole !== undefined) {
        replies.push(whole.trimEnd());
        unread = unread.slice(whole.length);
        return true;
      }
      if (isGone) return false;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  try {
    let goesOn = await reply();
    for (const step of steps) {
      if (!goesOn) break;
      socket.write(step);
      goesOn = await reply();
    }
    return replies;
  } finally {
    socket.destroy();
  }
}

/** The steps that hand over one message. `to` may be several addresses. */
export function oneMessage(
  bytes: Buffer,
  to: readonly string[] = ["zoe@example.org"],
): readonly (string | Buffer)[] {
  const stuffed = Buffer.from(bytes.toString("latin1").replace(/^\./gm, ".."), "latin1");
  return [
    "EHLO test.example.org\r\n",
    "MAIL FROM:<news@example.org>\r\n",
    ...to.map((one) => `RCPT TO:<${one}>\r\n`),
    "DATA\r\n",
    Buffer.concat([stuffed, Buffer.from(".\r\n")]),
  ];
}
