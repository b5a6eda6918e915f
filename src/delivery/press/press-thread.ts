import { parentPort, workerData } from "node:worker_threads";
import { smtpTransport } from "../../transport/smtp.ts";
import { RelayFault } from "../../transport/transport.ts";
import { PressFault, type PressSession, pressed } from "./press.ts";
import { templatesOf } from "./press-work.ts";
import { type FromThread, gathered, type ThreadStart, type ToThread } from "./thread-post.ts";

/*
 * The first file of a press thread, which is started as a file and not imported. It compiles the templates of its
 * mailing, and from there on a reader comes in and an outcome goes out: splicing, signing and the sockets are its own.
 * It knows no store. What it does not understand ends the thread: the ledger's thread is told by that
 * (press-threads.ts).
 */
const { work, relays } = restored(workerData as ThreadStart);
const templates = templatesOf(work);
const presses = relays.map((relay) => pressed(smtpTransport(relay), templates));
const sessions = new Map<number, PressSession>();
const openings = new Map<number, AbortController>();
const say = gathered<FromThread>((words) => parentPort?.postMessage(words));

parentPort?.on("message", (words: readonly ToThread[]) => {
  for (const word of words) hear(word);
});

function hear(word: ToThread): void {
  switch (word.type) {
    case "open":
      void open(word.session, word.relay);
      break;
    case "giveUp":
      openings.get(word.session)?.abort();
      break;
    case "submit":
      void submit(word.session, word.reader);
      break;
    case "close":
      void close(word.session);
      break;
  }
}

async function open(session: number, relay: number): Promise<void> {
  const opening = new AbortController();
  openings.set(session, opening);
  try {
    const opened = await presses[relay]?.open(opening.signal);
    if (opened === undefined) throw new Error(`there is no relay number ${relay}`);
    sessions.set(session, opened);
    void opened.ended.then(() => say({ type: "ended", session }));
    say({ type: "opened", session, depth: opened.depth, offersUtf8: opened.offersUtf8 });
  } catch (fault) {
    if (!(fault instanceof RelayFault)) throw fault;
    const { code, stage, permanent, message, remedy } = fault;
    say({ type: "refused", session, fault: { code, stage, permanent, message, remedy } });
  } finally {
    openings.delete(session);
  }
}

async function submit(
  session: number,
  reader: Extract<ToThread, { type: "submit" }>["reader"],
): Promise<void> {
  const at = { session, reader: reader.subscriber };
  const open = sessions.get(session);
  try {
    if (open === undefined) throw new Error(`session ${session} is not open`);
    const outcome = await open.submit(reader);
    say({ type: "outcome", ...at, outcome, usable: open.usable });
  } catch (fault) {
    if (!(fault instanceof PressFault)) throw fault;
    const reason = fault.cause instanceof Error ? (fault.cause.stack ?? fault.cause.message) : fault.message;
    say({ type: "unmade", ...at, reason });
  }
}

async function close(session: number): Promise<void> {
  await sessions.get(session)?.close();
  sessions.delete(session);
  say({ type: "closed", session });
}

/** A Buffer arrives as a bare Uint8Array. */
function restored({ work, relays }: ThreadStart): ThreadStart {
  const editions = work.editions.map((edition) => ({
    ...edition,
    attachments: edition.attachments.map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })),
  }));
  return { work: { ...work, editions }, relays };
}
