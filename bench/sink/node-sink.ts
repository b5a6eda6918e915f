import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

/*
 * What sink.c is, told the same way (delay in ms, then "chunking" or "plain") and answering the same way, for machines
 * that cannot compile it.
 */
const [delayMs, manners] = [Number(process.argv[2] ?? 0), process.argv[3] ?? "chunking"];
const endOfData = Buffer.from("\r\n.\r\n");
const lineEnd = Buffer.from("\r\n");
const offers = `250-sink\r\n250-PIPELINING\r\n${manners === "plain" ? "" : "250-CHUNKING\r\n"}250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000\r\n`;
let messages = 0;
let bytes = 0;

type Reading =
  | { readonly what: "commands" | "data" }
  | { readonly what: "chunk"; readonly left: number; readonly last: boolean };

/** One command, or a message or its end; without a reply, more has to be read. */
interface Step {
  readonly rest: Buffer;
  readonly reply?: string;
}

class Client {
  readonly #socket: Socket;
  #reading: Reading = { what: "commands" };
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => this.#read(chunk));
    this.#answer("220 sink ESMTP\r\n");
  }

  #read(chunk: Buffer): void {
    let input = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let replies = "";
    for (let whole = true; whole; ) {
      const step = this.#step(input);
      input = step.rest;
      replies += step.reply ?? "";
      whole = step.reply !== undefined;
    }
    this.#rest = Buffer.from(input);
    if (replies !== "") this.#answer(replies);
  }

  #step(input: Buffer): Step {
    if (this.#reading.what === "chunk") {
      const { left, last } = this.#reading;
      const taken = Math.min(left, input.length);
      bytes += taken;
      const rest = input.subarray(taken);
      if (taken < left) {
        this.#reading = { what: "chunk", left: left - taken, last };
        return { rest };
      }
      this.#reading = { what: "commands" };
      if (last) messages += 1;
      return { rest, reply: "250 2.0.0 taken\r\n" };
    }
    if (this.#reading.what === "data") {
      const end = input.indexOf(endOfData);
      const taken = end < 0 ? Math.max(0, input.length - 4) : end;
      bytes += taken;
      if (end < 0) return { rest: input.subarray(taken) };
      messages += 1;
      this.#reading = { what: "commands" };
      return { rest: input.subarray(end + 5), reply: "250 2.0.0 taken\r\n" };
    }
    const end = input.indexOf("\n");
    if (end < 0) return { rest: input };
    return this.#obey(input.toString("latin1", 0, end).toUpperCase(), input.subarray(end + 1));
  }

  #obey(command: string, rest: Buffer): Step {
    const chunk = /^BDAT (\d+)( LAST)?/.exec(command);
    if (chunk !== null) {
      this.#reading = { what: "chunk", left: Number(chunk[1]), last: chunk[2] !== undefined };
      return { rest, reply: "" };
    }
    if (command.startsWith("DATA")) {
      this.#reading = { what: "data" };
      // The dot may be the first sign of the message: the line end of DATA stands before it.
      return { rest: Buffer.concat([lineEnd, rest]), reply: "354 go on\r\n" };
    }
    if (command.startsWith("QUIT")) return { rest, reply: "221 2.0.0 bye\r\n" };
    return { rest, reply: command.startsWith("EHLO") ? offers : "250 2.1.0 fine\r\n" };
  }

  #answer(text: string): void {
    const write = () => {
      this.#socket.write(text);
      if (text.endsWith("bye\r\n")) this.#socket.end();
    };
    if (delayMs === 0) write();
    else setTimeout(write, delayMs);
  }
}

const server = createServer((socket) => new Client(socket));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`port ${typeof address === "object" ? address?.port : ""}`);
});
const questions = createInterface({ input: process.stdin });
questions.on("line", () => {
  const { user, system } = process.cpuUsage();
  console.log(`${messages} ${bytes} ${(user + system) / 1e6}`);
});
questions.on("close", () => process.exit(0));
