import { setTimeout as sleep } from "node:timers/promises";
import { LetterpressError } from "../../../base/errors.ts";
import type { Mailbox } from "../../../model/mailbox.ts";
import type { ProbeFound } from "../sending.ts";
import { ImapSession, quotedString } from "./imap-session.ts";

/** What a mail is known by: some relays write a Message-ID of their own, others a List-Unsubscribe, and none both. */
export interface MailMarks {
  readonly messageId: string;
  /** Stands in List-Unsubscribe. */
  readonly token: string;
}

/**
 * Looks for a mail in the folder, and in those for spam, until it is there or the time is over. Faults of the mailbox
 * are values.
 */
export async function findMail(
  box: Mailbox,
  marks: MailMarks,
  wait: { readonly seconds: number; readonly pauseMs?: number; readonly answerMs?: number },
): Promise<ProbeFound> {
  try {
    await using session = await ImapSession.open(box, wait.answerMs);
    const spam = await spamFolders(session, box.folder);
    const mailboxes = new Set([box.folder, ...spam]);
    const end = performance.now() + wait.seconds * 1_000;
    for (;;) {
      for (const mailbox of mailboxes) {
        const isSpam = spam.includes(mailbox);
        const bytes = await mailIn(session, mailbox, marks).catch((fault: unknown) => {
          if (!isSpam) throw fault;
          // A folder that is listed and cannot be opened is no reason not to wait in the others; a dead session fails
          // there.
          mailboxes.delete(mailbox);
        });
        if (bytes !== undefined) return { status: "found", mailbox, isSpam, bytes };
      }
      if (performance.now() > end)
        return { status: "missing", mailboxes: [...mailboxes], waitedSeconds: wait.seconds };
      await sleep(wait.pauseMs ?? 3_000);
    }
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    return { status: "fault", message: fault.message, remedy: fault.remedy };
  }
}

/** Those that the server marks with `\Junk` (RFC 6154), or that are called like one. */
async function spamFolders(session: ImapSession, own: string): Promise<readonly string[]> {
  const lines = await session.command('LIST "" "*"');
  return lines.flatMap(({ text, literals }) => {
    const [, flags = "", written = ""] =
      /^\* LIST \(([^)]*)\) (?:NIL|"(?:[^"\\]|\\.)*") (.+)$/i.exec(text) ?? [];
    const name = literals[0]?.toString("latin1") ?? written.replace(/^"|"$/g, "").replace(/\\(.)/g, "$1");
    const isSpam =
      /\\Junk\b/i.test(flags) || /^(?:INBOX[./])?(?:spam|junk(?: e-?mail)?|bulk(?: mail)?)$/i.test(name);
    return isSpam && name !== "" && name !== own && !/\\(?:Noselect|NonExistent)\b/i.test(flags)
      ? [name]
      : [];
  });
}

/** EXAMINE and not SELECT, PEEK and not BODY: the mail stays unread. */
async function mailIn(
  session: ImapSession,
  mailbox: string,
  { messageId, token }: MailMarks,
): Promise<Buffer | undefined> {
  await session.command(`EXAMINE ${quotedString(mailbox)}`);
  const either = `OR HEADER Message-ID ${quotedString(messageId)} HEADER List-Unsubscribe ${quotedString(token)}`;
  const found = await session.command(`UID SEARCH ${either}`);
  const numbers = found.flatMap(
    ({ text }) => /^\* SEARCH((?: \d+)+)/i.exec(text)?.[1]?.trim().split(" ") ?? [],
  );
  const last = numbers.at(-1);
  if (last === undefined) return undefined;
  const lines = await session.command(`UID FETCH ${last} (BODY.PEEK[])`);
  return lines.flatMap(({ text, literals }) => (/^\* \d+ FETCH\b/i.test(text) ? literals : []))[0];
}
