import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Sink, type SinkProgram, sinkProgram, startSink } from "../../bench/sink/start-sink.ts";

const nodeSink = fileURLToPath(new URL("../../bench/sink/node-sink.ts", import.meta.url));

let compiled: SinkProgram;
beforeAll(async () => {
  compiled = await sinkProgram();
});
afterAll(async () => {
  await compiled[Symbol.asyncDispose]();
});

/** On a machine without a C compiler the first is the sink in Node, too, and says so. */
const sinks = {
  "the sink of the bench": (delayMs: number) => compiled.start({ delayMs }),
  "the sink in Node": (delayMs: number) => startSink(process.execPath, [nodeSink, String(delayMs)]),
};

const dialogue = [
  "EHLO bench\r\n",
  "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n.\r\n",
  "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nHello,\r\n.world.\r\n.\r\n",
  "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nBDAT 5\r\n\r\n.\r\nBDAT 0 LAST\r\n",
  "BDAT 3 LAST\r\nxyzQUIT\r\n",
].join("");
const codes = "220 250 250 250 354 250 250 250 354 250 250 250 250 250 250 221";

describe.each(Object.entries(sinks))("%s", (_, start) => {
  test.each([1, 2, 3, 7, dialogue.length])(
    "counts messages and their bytes, whatever the pieces they come in (%s)",
    async (size) => {
      const sink = await start(0);
      expect(await said(sink, size)).toBe(codes);
      // "Hello," and ".world." with their line ends, five bytes and none, and three.
      expect(await sink.taken()).toMatchObject({ messages: 4, bytes: 8 + 9 + 5 + 3 });
      await sink.stop();
    },
  );

  test("loses no reply and keeps their order when each of them is late", async () => {
    const sink = await start(20);
    expect(await said(sink, dialogue.length)).toBe(codes);
    expect(await sink.taken()).toMatchObject({ messages: 4 });
    await sink.stop();
  });
});

/** The codes of all replies to the dialogue, which goes out in pieces of `size` bytes. */
async function said({ port }: Sink, size: number): Promise<string> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  const replies = text(socket);
  for (let start = 0; start < dialogue.length; start += size) {
    socket.write(dialogue.slice(start, start + size));
    await turn();
  }
  const lines = (await replies).split("\r\n").filter((line) => /^\d{3} /.test(line));
  return lines.map((line) => line.slice(0, 3)).join(" ");
}
