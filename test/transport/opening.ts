import { afterEach } from "@jest/globals";
import type { RelayTimeouts } from "../../src/model/relay.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import type { Session } from "../../src/transport/transport.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { sampleRelay } from "./sample.ts";

/**
 * Opens a session to a scripted relay. What was opened so ends with the test, so a file of tests asks for it once, at
 * its top.
 */
export function opening() {
  const open: (Session | ScriptedServer)[] = [];
  afterEach(async () => {
    for (const thing of open.splice(0)) await thing.close();
  });
  return async (
    script: Script,
    changes: { readonly depth?: number; readonly timeouts?: Partial<RelayTimeouts> } = {},
  ) => {
    const server = await startScriptedServer(script);
    const session = await smtpTransport(sampleRelay(server, changes)).open();
    open.push(session, server);
    return { server, session };
  };
}
