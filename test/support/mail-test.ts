import PostalMime from "postal-mime";
import { parseAddress } from "../../src/base/address.ts";
import { dayMs, type Instant } from "../../src/base/clock.ts";
import { readTemplate } from "../../src/render/template/read-template.ts";
import type { Store } from "../../src/store/store.ts";
import { confirm } from "../../src/subscriptions/confirm.ts";
import { MailSet, type MailSources } from "../../src/subscriptions/mails/mail-set.ts";
import { type ServiceMailParts, sendDue } from "../../src/subscriptions/service-mails.ts";
import { type SignUpInput, signUp } from "../../src/subscriptions/sign-up.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { sampleRelay } from "../transport/sample.ts";
import { checkEml } from "./eml-checker.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "./smtp-server.ts";
import { sampleSender, tempStore } from "./temp-store.ts";

/** Confirmation and welcome mails of the lists `weekly` and `monthly`, from the store to a real server. */
export interface MailTest extends AsyncDisposable {
  readonly store: Store;
  readonly server: ScriptedServer;
  now: Instant;
  /** How the server answers from now on. */
  script: Script;
  /** A sign-up of ada@example.org to the weekly, unless told otherwise. */
  ask(change?: Partial<SignUpInput>): Promise<void>;
  /** Signs up, confirms, and gets the welcome. */
  subscribe(): Promise<void>;
  /** Presses the button of the last confirmation mail. */
  confirmLast(): Promise<void>;
  send(sources?: Partial<MailSources>): Promise<void>;
  parts(sources?: Partial<MailSources>): Promise<ServiceMailParts>;
  recipients(): readonly string[];
  /** The last mail to this address, decoded. */
  mailTo(email: string): Promise<{
    readonly text: string;
    readonly html: string;
    readonly headers: Readonly<Record<string, string>>;
  }>;
  /** What the checker of messages says of the last one. */
  faults(kind?: { readonly welcome?: true }): readonly string[];
  /** State and reason of every mail, in their order. */
  states(): Promise<readonly (readonly [string, string | null])[]>;
}

export async function mailTest(): Promise<MailTest> {
  const temp = await tempStore();
  const { store } = temp;
  const server = await startScriptedServer({
    rcpt: (moment) => (typeof made.script.rcpt === "function" ? made.script.rcpt(moment) : made.script.rcpt),
    dot: (moment) => (typeof made.script.dot === "function" ? made.script.dot(moment) : made.script.dot),
  });
  const made: MailTest = {
    store,
    server,
    now: 10 * dayMs,
    script: {},
    ask: (change = {}) =>
      signUp(store, {
        address: addressOf("ada@example.org"),
        lists: ["weekly"],
        fields: {},
        form: "front page",
        now: made.now,
        ...change,
      }),
    async subscribe() {
      await made.ask();
      await made.send();
      await made.confirmLast();
      await made.send();
    },
    async confirmLast() {
      const { text } = await made.mailTo(made.recipients().at(-1) ?? "");
      const [, token = ""] = /\/c\/([a-z2-7]+)/.exec(text) ?? [];
      const { status } = await confirm(store, { token, now: made.now });
      if (status !== "confirmed") throw new Error(`the link is ${status}`);
    },
    send: async (sources) => sendDue(await made.parts(sources)),
    parts: (sources) => partsOf(made, sources),
    recipients: () => server.kept.flatMap(({ envelope }) => envelope.to),
    mailTo: (email) => mailTo(server, email),
    faults: (kind = {}) => faultsOfLast(server, kind),
    async states() {
      const rows = await store.db
        .selectFrom("service_mails")
        .select(["state", "reason"])
        .orderBy("id")
        .execute();
      return rows.map(({ state, reason }) => [state, reason] as const);
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await temp[Symbol.asyncDispose]();
    },
  };
  return made;
}

export function addressOf(written: string) {
  const parsed = parseAddress(written);
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  return parsed.address;
}

async function partsOf(made: MailTest, sources: Partial<MailSources> = {}): Promise<ServiceMailParts> {
  const { template } = await readTemplate("templates/weekly");
  if (template === undefined) throw new Error("the weekly cannot be read");
  const sender = { ...sampleSender, postalAddress };
  return {
    store: made.store,
    maker: {
      mails: new MailSet({ template, sender, language: "en", ...sources }),
      senders: {
        weekly: { ...sender, listName: "The weekly" },
        monthly: { ...sender, listName: "The monthly" },
      },
      signers: [],
    },
    relays: [{ name: "main", transport: smtpTransport(sampleRelay(made.server)) }],
    clock: { now: () => made.now },
    random: () => 0.5,
  };
}

const postalAddress = ["Example Press", "1 Sample Street"];

async function mailTo(server: ScriptedServer, email: string) {
  const found = server.kept.findLast(({ envelope }) => envelope.to[0] === email);
  if (found === undefined) throw new Error(`no mail to ${email}`);
  const { text = "", html = "", subject = "", headers } = await PostalMime.parse(found.bytes);
  const values = Object.fromEntries(headers.map(({ key, value }) => [key, value]));
  return { text, html, headers: { ...values, subject } as Readonly<Record<string, string>> };
}

function faultsOfLast(server: ScriptedServer, kind: { readonly welcome?: true }): readonly string[] {
  const last = server.kept.at(-1);
  if (last === undefined) throw new Error("no mail was sent");
  const [to = ""] = last.envelope.to;
  const expected = kind.welcome === true ? { welcome: true } : { confirmation: true };
  return checkEml(
    last.bytes,
    { from: last.envelope.from, to, needsUtf8: false },
    { postalAddress, ...expected },
  );
}
