import type { Position, Severity } from "../base/problem.ts";
import type { TypedField } from "../model/field-type.ts";
import type { Hosting } from "../model/issue.ts";
import type { MailClient } from "../model/mail-clients.ts";
import type { Mailbox } from "../model/mailbox.ts";
import type { PaceRules, RetryPolicy } from "../model/pace.ts";
import type { LoginMethod, RelaySecurity, RelayTimeouts, RelayTls } from "../model/relay.ts";
import type { Sender, SenderPlaces } from "../model/sender.ts";

/** `letterpress.yaml`, checked. Nothing in it is secret: a relay's password is only named here. */
export interface Config {
  /** The newsletter's folder, absolute. Every path in this value is below it or absolute. */
  readonly root: string;
  /** The name of the file for messages. */
  readonly file: string;
  readonly name: string;
  /** There is at least one. */
  readonly lists: readonly [ListConfig, ...ListConfig[]];
  /** By name, in the order of the file. */
  readonly fields: Readonly<Record<string, FieldConfig>>;
  /** By name, in the order of the file. */
  readonly tags: Readonly<Record<string, TagConfig>>;
  readonly relays: readonly RelayConfig[];
  /**
   * How many threads there are beside the main one (delivery/threads.ts); undefined where it is chosen for each
   * mailing.
   */
  readonly threads?: number;
  /** What every message is signed with. */
  readonly dkim: readonly DkimConfig[];
  /** Of all mail, of groups of domains, and of the relays by name. */
  readonly pace: PaceRules;
  readonly retry: RetryPolicy;
  /** What is said of rules of `check`. */
  readonly rules: readonly RuleConfig[];
  /** The mail programs of the audience. */
  readonly clients: readonly MailClient[];
  /** Where the spamd listens that `check --spamassassin` asks; undefined where it is looked for on this machine. */
  readonly spamd?: { readonly host: string; readonly port: number } | { readonly path: string };
  /** How `check --online` asks. */
  readonly online: OnlineConfig;
  /** How pictures reach readers. */
  readonly images: Hosting;
  /** Absolute path of the folder that is published at `siteUrl`; hosted pictures lie in `assets/` in it. */
  readonly archive: string;
  /** How `letterpress serve` answers readers. */
  readonly service: ServiceConfig;
  /** Where a test mail of `doctor` goes. */
  readonly probe?: ProbeConfig;
  /** Absolute path of the SQLite file. */
  readonly store: string;
}

export interface ProbeConfig {
  readonly address: string;
  /** How its mailbox is read. */
  readonly imap?: Omit<Mailbox, "password"> & { readonly password: SecretPlace };
}

export interface ServiceConfig {
  /** An IP address of this machine, and the port there. */
  readonly host: string;
  readonly port: number;
  /** Networks (`10.0.0.0/8`) of the proxies whose X-Forwarded-For is believed. */
  readonly proxies: readonly string[];
  readonly form: {
    /** The lists that are offered; all, when there are none here. */
    readonly lists?: readonly string[];
    /** The fields that are asked for, in this order. */
    readonly fields: readonly string[];
    /** Of other sites whose scripts may sign people up: `https://www.example.org`. */
    readonly origins: readonly string[];
    /** How many bits of work a browser has to do for a sign-up; 0 asks for none. */
    readonly proofOfWork: number;
  };
  /** How many sign-ups are taken, from one network and in all. */
  readonly limits: { readonly networkPerHour: number; readonly perHour: number };
  /** Networks that may ask for /metrics, without a proxy in between. */
  readonly metricsFrom: readonly string[];
  /** The template whose `pages/` go before those that all templates share. */
  readonly template?: string;
  /** How long the link of a confirmation mail works. */
  readonly confirmWithinMs: number;
  /**
   * The file of a welcome mail of one's own, relative to the root; false: nobody is welcomed. Left out, the words of
   * the template.
   */
  readonly welcome?: string | false;
  /** What pages and mails are in when neither reader nor browser says what they read. */
  readonly language: string;
}

/** How bad a rule of `check` is for this newsletter. */
export interface RuleConfig {
  readonly rule: string;
  readonly severity: Severity | "ignore";
  /** Where it is said. */
  readonly at: Position;
}

export interface OnlineConfig {
  /** Domains that are not asked, nor what lies below them; in small letters. */
  readonly skip: readonly string[];
  /** How long a good answer is remembered. */
  readonly keepMs: number;
  /** Pages of one's own network are asked, and are no finding. */
  readonly intranet: boolean;
}

export interface ListConfig {
  readonly id: string;
  readonly name: string;
  /** Who mail to this list comes from. */
  readonly sender: Sender;
  readonly senderAt: SenderPlaces;
}

export interface FieldConfig extends TypedField {
  /** What readers without a value see; undefined when every use has to say it. */
  readonly default?: string;
  readonly description?: string;
}

export interface TagConfig {
  readonly description?: string;
}

/** Where a secret is: an environment variable, or a file (absolute) that only its owner can read. */
export type SecretPlace = { readonly env: string } | { readonly file: string };

/** A key that messages are signed with; its public half is published as `<selector>._domainkey.<domain>`. */
export interface DkimConfig {
  readonly domain: string;
  readonly selector: string;
  readonly key: SecretPlace;
  /** Where the key is named. */
  readonly at: Position;
}

export type RelayConfig = SmtpRelayConfig | ModuleRelayConfig;

interface AnyRelayConfig {
  readonly name: string;
  readonly connections: number;
  /** How many messages may be on their way on each connection. */
  readonly depth: number;
  /** Its part of the readers, compared with the weights of the others; 0 is a standby. */
  readonly weight: number;
  readonly timeouts: RelayTimeouts;
}

/** A relay that a module of the newsletter makes, with any transport of nodemailer. */
export interface ModuleRelayConfig extends AnyRelayConfig {
  /** From the newsletter's folder, in which it lies. */
  readonly module: string;
}

export interface SmtpRelayConfig extends AnyRelayConfig {
  readonly host: string;
  readonly port: number;
  readonly security: RelaySecurity;
  readonly user?: string;
  /** Where the password is: an environment variable or a file that only its owner can read. */
  readonly password?: SecretPlace;
  /** How to log in; left out, the first way that the relay offers. */
  readonly method?: LoginMethod;
  /** Where the access token is, with the method `xoauth2`, instead of a password. */
  readonly accessToken?: SecretPlace;
  /** `ca`, `cert` and `key` are absolute paths of PEM files. */
  readonly tls?: RelayTls;
  readonly helo?: string;
  readonly localAddress?: string;
}
