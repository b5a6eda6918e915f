import type { Outcome } from "../../src/model/outcome.ts";
import type { Session } from "../../src/transport/transport.ts";
import type { Moment, Script, ScriptedServer } from "../support/smtp-server.ts";
import { sampleMessage } from "./sample.ts";

/*
 * Several messages on their way on one connection. The ways: BDAT to a relay with CHUNKING, and DATA with the next
 * envelope behind the dot to one with PIPELINING only.
 */
export const chunking: Script = {
  extensions: ["PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8"],
  strict: true,
};
export const pipelining: Script = { strict: true };

/** Keeps the session full until `count` messages have their outcome; outcomes in the order of the numbers. */
export async function sendAll(session: Session, count: number, body?: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 1;
  const places = Array.from({ length: session.depth }, async () => {
    for (let number = next++; number <= count; number = next++)
      outcomes[number - 1] = await session.submit(sampleMessage(number, body));
  });
  await Promise.all(places);
  return outcomes;
}

export function statuses(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(({ status }) => status);
}

export function keptBy(server: ScriptedServer): readonly (string | undefined)[] {
  return server.kept.filter(({ envelope }) => envelope.to.length > 0).map(({ envelope }) => envelope.to[0]);
}

export const email = (number: number) => `reader${number}@example.org`;

/** A relay that looks through the first message for a while, and reads nothing meanwhile. */
export function slowFirst({ message }: Moment) {
  return message === 1 ? ({ afterMs: 3_200, deaf: true } as const) : undefined;
}
