import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ReceivedMessage } from "./inbox-server.ts";
import { pause, type Wire, wireOf } from "./wire.ts";

/** What the server does instead of its normal answer. A bare string is `{ say: string }`. */
export interface Action {
  /** The reply; CRLF is added, unless `raw`. Without it nothing is said. */
  readonly say?: string;
  readonly raw?: boolean;
  /** Waits before it speaks. */
  readonly afterMs?: number;
  /** Waits for this before it speaks. */
  readonly until?: Promise<unknown>;
  /** Reads nothing while it waits. */
  readonly deaf?: true;
  /** Sends one byte at a time with this pause between them. */
  readonly dripMs?: number;
  /** What follows: carry on, close, reset the connection, or say nothing for ever. */
  readonly next?: "carry-on" | "end" | "reset" | "silence";
  /** At the dot: whether the message counts as accepted; without it, when the answer is 2xx. */
  readonly keep?: boolean;
}

/** Where the conversation is. Numbers count from 1 over the life of the server. */
export interface Moment {
  readonly connection: number;
  /** The number of this MAIL command on the whole server; before the first of a connection, how many there were. */
  readonly message: number;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

/** One behaviour, or a function that chooses; undefined is the normal answer. */
export type Step = string | Action | ((moment: Moment) => string | Action | undefined);

export interface Script {
  readonly connect?: Step;
  readonly ehlo?: Step;
  /** EHLO keywords; PIPELINING, 8BITMIME and SMTPUTF8 unless told. */
  readonly extensions?: readonly string[];
  readonly starttls?: Step;
  readonly auth?: Step;
  readonly mail?: Step;
  readonly rcpt?: Step;
  readonly data?: Step;
  /** Once, in the middle of a message, when this many of its bytes have come. */
  readonly body?: { readonly afterBytes: number; readonly step: Step };
  /** At the end of a message: the dot, or the last byte of BDAT. */
  readonly dot?: Step;
  readonly rset?: Step;
  readonly noop?: Step;
  readonly quit?: Step;
  /** Refuses MAIL inside a transaction and RCPT outside of one, as the standard says. */
  readonly strict?: boolean;
  /** Reads a body in small sips with this pause between them. */
  readonly sipMs?: number;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** What it accepted, in order, dots unstuffed. */
  readonly kept: readonly ReceivedMessage[];
  /** Every command line it read, in order. */
  readonly commands: readonly string[];
  readonly connections: number;
  /** How many of them are open now. */
  readonly open: number;
  /** Resets every connection and stops listening, as a killed process would. */
  kill(): void;
  close(): Promise<void>;
}

/** An SMTP server on a free port that behaves as told at any step, and well at the others. */
export async function startScriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const record: Notes = { kept: [], commands: [], connections: 0, messages: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    record.connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    void converse(wireOf(socket), script, record, record.connections);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  function kill(): void {
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
  }
  function close(): Promise<void> {
    return new Promise((resolve) => {
      server.once("close", () => resolve());
      if (!server.listening && sockets.size === 0) resolve();
      kill();
    });
  }
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    kept: record.kept,
    commands: record.commands,
    get connections() {
      return record.connections;
    },
    get open() {
      return sockets.size;
    },
    kill,
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Notes {
  readonly kept: ReceivedMessage[];
  readonly commands: string[];
  connections: number;
  messages: number;
}

async function converse(wire: Wire, script: Script, record: Notes, connection: number): Promise<void> {
  let from = "";
  let to = "";
  let message: number | undefined;
  const at = (line: string): Moment => ({
    connection,
    message: message ?? record.messages,
    line,
    from,
    to,
  });
  const answer = (step: Step | undefined, line: string, normal: string) => act(wire, step, at(line), normal);
  if ((await answer(script.connect, "", "220 relay.example.org ESMTP")) === undefined) return;
  for (let line = await wire.line(); line !== undefined; line = await wire.line()) {
    record.commands.push(line);
    if (/^BDAT /i.test(line)) {
      if (!(await takeChunk(wire, script, record, at(line), from !== "" && to !== ""))) return;
      from = "";
      to = "";
      continue;
    }
    // RFC 5321 section 4.1.4: a second MAIL in an open transaction is refused, and changes nothing in it.
    if (/^MAIL /i.test(line) && from !== "" && script.strict === true) {
      wire.socket.write("503 5.5.1 Nested MAIL command\r\n");
      continue;
    }
    if (/^RCPT /i.test(line) && from === "" && script.strict === true) {
      wire.socket.write("503 5.5.1 Need MAIL command\r\n");
      continue;
    }
    if (/^RSET/i.test(line)) {
      from = "";
      to = "";
    }
    const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? "";
    if (verb === "MAIL") {
      record.messages += 1;
      message = record.messages;
      from = pathIn(line);
      to = "";
    }
    if (verb === "RCPT") to = pathIn(line);
    const said = await answer(stepOf(script, verb), line, normalAnswer(script, verb, to));
    if (said === undefined) return;
    if (verb === "QUIT") {
      wire.socket.end();
      return;
    }
    if (verb === "MAIL" && !said.startsWith("2")) from = "";
    if (verb === "RCPT" && !said.startsWith("2")) to = "";
    if (verb !== "DATA" || !said.startsWith("354")) continue;
    if (!(await takeBody(wire, script, record, at("DATA")))) return;
    from = "";
    to = "";
  }
}

/** Returns false when the conversation is over. */
async function takeBody(wire: Wire, script: Script, record: Notes, moment: Moment): Promise<boolean> {
  if (script.body !== undefined) {
    if (!(await wire.has(script.body.afterBytes))) return false;
    if ((await act(wire, script.body.step, moment, "")) === undefined) return false;
  }
  const bytes = await wire.body(script.sipMs ?? 0);
  return bytes === undefined ? false : end(wire, script, record, { ...moment, line: "." }, bytes);
}

async function end(
  wire: Wire,
  script: Script,
  record: Notes,
  moment: Moment,
  bytes: Buffer,
): Promise<boolean> {
  const action = actionOf(script.dot, moment);
  const saysYes = action.next === undefined && (action.say ?? "250").startsWith("2");
  if (action.keep ?? saysYes) {
    record.kept.push({ envelope: { from: moment.from, to: moment.to === "" ? [] : [moment.to] }, bytes });
  }
  const queued = `250 2.0.0 Ok: queued as ${record.kept.length}`;
  return (await act(wire, script.dot, moment, queued)) !== undefined;
}

/** The bytes of BDAT, which are read whatever becomes of them. Returns false when the conversation is over. */
async function takeChunk(
  wire: Wire,
  script: Script,
  record: Notes,
  moment: Moment,
  isOpen: boolean,
): Promise<boolean> {
  const size = Number(moment.line.split(" ")[1]);
  if (script.body !== undefined) {
    if (!(await wire.has(Math.min(size, script.body.afterBytes)))) return false;
    if ((await act(wire, script.body.step, moment, "")) === undefined) return false;
  }
  const bytes = await wire.take(size);
  if (bytes === undefined) return false;
  if (!isOpen) {
    wire.socket.write("554 5.5.1 No valid recipients\r\n");
    return true;
  }
  return end(wire, script, record, moment, bytes);
}

/** Does it and returns what was said, or undefined when the conversation is over. */
async function act(
  wire: Wire,
  step: Step | undefined,
  moment: Moment,
  normal: string,
): Promise<string | undefined> {
  const action = actionOf(step, moment);
  const says = action.say ?? (action.next === undefined ? normal : "");
  if (action.deaf === true) wire.socket.pause();
  if (action.afterMs !== undefined) await pause(wire, action.afterMs);
  await action.until;
  if (action.next !== "silence") wire.socket.resume();
  if (says !== "") await speak(wire, action.raw === true ? says : `${says}\r\n`, action.dripMs);
  if (action.next === "end") wire.socket.end();
  if (action.next === "reset") wire.socket.resetAndDestroy();
  if (action.next === "silence") await wire.closed;
  return action.next === undefined || action.next === "carry-on" ? says : undefined;
}

function actionOf(step: Step | undefined, moment: Moment): Action {
  const chosen = typeof step === "function" ? step(moment) : step;
  return typeof chosen === "string" ? { say: chosen } : (chosen ?? {});
}

async function speak(wire: Wire, text: string, dripMs: number | undefined): Promise<void> {
  if (dripMs === undefined) {
    wire.socket.write(text);
    return;
  }
  for (const byte of Buffer.from(text)) {
    if (wire.socket.destroyed) return;
    wire.socket.write(Buffer.from([byte]));
    await sleep(dripMs);
  }
}

function stepOf(script: Script, verb: string): Step | undefined {
  const steps: { readonly [verb: string]: Step | undefined } = {
    EHLO: script.ehlo,
    STARTTLS: script.starttls,
    AUTH: script.auth,
    MAIL: script.mail,
    RCPT: script.rcpt,
    DATA: script.data,
    RSET: script.rset,
    NOOP: script.noop,
    QUIT: script.quit,
  };
  return steps[verb];
}

function normalAnswer(script: Script, verb: string, to: string): string {
  const lines = ["relay.example.org", ...(script.extensions ?? ["PIPELINING", "8BITMIME", "SMTPUTF8"])];
  const answers: { readonly [verb: string]: string } = {
    EHLO: lines.map((line, at) => `250${at === lines.length - 1 ? " " : "-"}${line}`).join("\r\n"),
    HELO: "250 relay.example.org",
    AUTH: "235 2.7.0 Welcome",
    MAIL: "250 2.1.0 Ok",
    RCPT: "250 2.1.5 Ok",
    DATA: to === "" ? "503 5.5.1 No valid recipients" : "354 Go ahead",
    RSET: "250 2.0.0 Ok",
    QUIT: "221 2.0.0 Bye",
  };
  return answers[verb] ?? "502 5.5.2 Not implemented";
}

function pathIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? "";
}
