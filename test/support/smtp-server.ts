/** Real SMTP servers for tests: one that behaves, and one that misbehaves on command. Both on 127.0.0.1, free port. */
export { type CertificateName, trustTestAuthority } from "./certificates.ts";
export { type InboxServer, type ReceivedMessage, startInboxServer } from "./inbox-server.ts";
export {
  type Action,
  type Moment,
  type Script,
  type ScriptedServer,
  type Step,
  startScriptedServer,
} from "./scripted-server.ts";
