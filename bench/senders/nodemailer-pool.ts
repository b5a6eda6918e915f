import { createTransport } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import type { Sender } from "../../src/model/sender.ts";
import type { SendJob } from "./job.ts";

type Pool = ReturnType<typeof poolOf>;

/**
 * Sends to each reader through nodemailer's pool. It gets twice as many workers as connections, so it never waits for
 * them.
 */
export async function sendEach(
  job: SendJob,
  send: (pool: Pool, reader: number) => Promise<unknown>,
): Promise<void> {
  const pool = poolOf(job);
  let next = 1;
  const worker = async () => {
    for (let reader = next++; reader <= job.readers; reader = next++) await send(pool, reader);
  };
  await Promise.all(Array.from({ length: job.connections * 2 }, worker));
  pool.close();
}

export function listHeaders({ listId }: Sender, link: string): Record<string, string> {
  return {
    "List-Unsubscribe": `<${link}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": `<${listId}>`,
  };
}

/** nodemailer signs with RSA only: with an Ed25519 key it sends unsigned, and says nothing. */
function poolOf({ port, connections, keys: [key] }: SendJob) {
  const options: SMTPPool.Options & { pool: true } = {
    host: "127.0.0.1",
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  };
  if (key !== undefined)
    options.dkim = { domainName: key.domain, keySelector: key.selector, privateKey: key.privateKeyPem };
  return createTransport(options);
}
