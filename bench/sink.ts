import { createServer, type Socket } from "node:net";

/*
 * An SMTP server that takes everything and keeps nothing, in a process of its own: the least work that still reads every
 * byte, so that it is the sender that is measured. It speaks PIPELINING. It tells its parent the port, and on "count" how
 * many messages and bytes it has taken.
 */
const finalDot = Buffer.from("\r\n.\r\n");
let messages = 0;
let bytes = 0;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.write("220 sink ESMTP\r\n");
  converse(socket);
});

function converse(socket: Socket): void {
  let inData = false;
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    let input = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const replies: string[] = [];
    for (;;) {
      if (inData) {
        const end = input.indexOf(finalDot);
        if (end < 0) {
          const kept = Math.min(input.length, finalDot.length - 1);
          bytes += input.length - kept;
          input = input.subarray(input.length - kept);
          break;
        }
        bytes += end;
        messages += 1;
        inData = false;
        input = input.subarray(end + finalDot.length);
        replies.push("250 2.0.0 taken\r\n");
        continue;
      }
      const end = input.indexOf("\r\n");
      if (end < 0) break;
      const verb = input.toString("latin1", 0, Math.min(end, 4)).toUpperCase();
      input = input.subarray(end + 2);
      if (verb === "QUIT") {
        socket.end(`${replies.join("")}221 2.0.0 bye\r\n`);
        return;
      }
      inData = verb === "DATA";
      // The line end before a dot at the very start of the data belongs to the DATA line.
      replies.push(replyTo(verb));
    }
    rest = Buffer.from(input);
    if (replies.length > 0) socket.write(replies.join(""));
  });
}

function replyTo(verb: string): string {
  if (verb === "EHLO")
    return "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000\r\n";
  if (verb === "DATA") return "354 go on\r\n";
  return "250 2.1.0 fine\r\n";
}

process.on("message", () => process.send?.({ messages, bytes }));
process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : undefined });
});
