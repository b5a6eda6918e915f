import { systemClock } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Problem } from "../../base/problem.ts";
import type { Config, RelayConfig } from "../../config/config.ts";
import { readConfig } from "../../config/read-config.ts";
import { ofDns } from "../../doctor/dns/all.ts";
import { type Dns, lookupThrough, openDns } from "../../doctor/dns/dns.ts";
import { lookAtDns } from "../../doctor/dns/look-at-dns.ts";
import { countVerdicts, examine, type Finding, parts } from "../../doctor/examination.ts";
import { ofHere } from "../../doctor/here/all.ts";
import { type HereSeen, type LookHere, lookHere } from "../../doctor/here/look-here.ts";
import * as program from "../../doctor/here/program.ts";
import { ofRelay } from "../../doctor/relay/all.ts";
import { lookAtRelay } from "../../doctor/relay/look-at-relay.ts";
import { ofService } from "../../doctor/service/all.ts";
import type { AskOptions } from "../../doctor/service/ask.ts";
import { lookAtService } from "../../doctor/service/look-at-service.ts";
import { type InspectedStore, inspectStore } from "../../store/inspect-store.ts";
import { checkPages } from "../../web/service.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { oldestNode, packageFolder } from "../package.ts";
import { chooseRelays } from "../send/choose-relays.ts";
import { mailProblems } from "../service-mails/mail-problems.ts";
import { secretsHere, secretsOf, signingKeysHere } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";
import { examinedMail, examinedProbes, probeAddresses, savedMail } from "./examine-mail.ts";
import { findingsJson, showCounts, showFindings } from "./show-findings.ts";

export interface DoctorOptions {
  readonly relay?: readonly string[];
  readonly offline?: boolean;
  readonly only?: readonly string[];
  readonly resolver?: readonly string[];
  /** True: the address of letterpress.yaml. */
  readonly probe?: readonly string[] | true;
  readonly wait?: string;
  readonly probeFile?: string;
  readonly format?: string;
  readonly json?: boolean;
}

/** `letterpress doctor`. What a part finds is shown as soon as it is known. Exits with 1 when there is a problem. */
export async function examineNewsletter(terminal: Terminal, options: DoctorOptions): Promise<ExitCode> {
  const isJson = wantsJson(options);
  const findings: Finding[] = [];
  for await (const found of examinedParts(terminal, options)) {
    if (!isJson) showFindings(terminal, found);
    findings.push(...found);
  }
  if (isJson) terminal.print(JSON.stringify(findingsJson(findings), null, 2));
  else showCounts(terminal, findings);
  return countVerdicts(findings).problem === 0 ? exitCodes.done : exitCodes.incomplete;
}

async function* examinedParts(
  terminal: Terminal,
  options: DoctorOptions,
): AsyncGenerator<readonly Finding[]> {
  const wanted = wantedParts(options);
  const { config, problems: configProblems } = await readConfig(terminal.folder);
  const node = { version: process.version, oldest: oldestNode() };
  if (config === undefined) {
    yield examine<Pick<HereSeen, "node" | "configProblems">>([program.node, program.config], {
      node,
      configProblems,
    });
    return;
  }
  // What was typed wrong is told before anything is looked at.
  const relays = chooseRelays(config, options.relay);
  const dns = openDns(options.resolver);
  const probes = probesOf(config, options);
  const saved = options.probeFile === undefined ? undefined : await savedMail(terminal, options.probeFile);
  const here = wanted.has("here")
    ? await lookHere(config, await givenHere(terminal, config, { node, configProblems }))
    : undefined;
  if (here !== undefined) yield examine(ofHere, here);
  if (wanted.has("relay")) {
    // Why .env cannot be read is told once: by the part before, or by the command where that was not asked for.
    const environment =
      here === undefined ? secretsOf(terminal, config) : secretsHere(terminal, config).environment;
    yield await examinedRelays(environment, config, relays, here?.store ?? inspectStore(config.store));
  }
  if (wanted.has("dns")) {
    const { keys } = await signingKeysHere(terminal, config);
    yield examine(ofDns, await lookAtDns(config, keys, relays, dns));
  }
  if (wanted.has("service"))
    yield examine(ofService, await lookAtService(config.lists[0].sender.siteUrl, httpOptions(options, dns)));
  if (probes !== undefined) yield* examinedProbes(terminal, config, { ...probes, relays, dns });
  if (saved !== undefined) yield await examinedMail(config, saved.bytes, saved.name, dns);
}

function probesOf(config: Config, options: DoctorOptions) {
  const { probe } = options;
  if (probe === undefined) return undefined;
  return { to: probeAddresses(config, probe === true ? [] : probe), seconds: secondsOf(options) };
}

/** The parts that were asked for; without a word all, and the test mail where there is one. */
function wantedParts({ only = [], offline = false, probe, probeFile }: DoctorOptions): ReadonlySet<string> {
  const unknown = only.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined)
    throw wrongParts(`There is no part "${unknown}" to look at.`, `Name one of ${parts.join(", ")}.`);
  if (only.includes("probe") && probe === undefined && probeFile === undefined)
    throw wrongParts(
      "There is no test mail to look at.",
      "Add --probe and an address of yours, or --probe-file.",
    );
  if (offline && (probe !== undefined || only.some((part) => part !== "here")))
    throw wrongParts("--offline contradicts the other options.", "Leave it out.");
  return new Set(offline ? ["here"] : only.length === 0 ? parts : only);
}

function secondsOf({ wait = "120" }: DoctorOptions): number {
  if (/^\d{1,4}$/.test(wait)) return Number(wait);
  throw new LetterpressError("use/wait", `"${wait}" is no number of seconds.`, "Write one such as 120.");
}

function wrongParts(message: string, remedy: string): LetterpressError {
  return new LetterpressError("use/part", message, remedy);
}

/** Names of the site are looked up as this machine does it, `/etc/hosts` included, unless a server was named. */
function httpOptions({ resolver = [] }: DoctorOptions, dns: Dns): AskOptions {
  return { clock: systemClock, ...(resolver.length === 0 ? {} : { lookup: lookupThrough(dns) }) };
}

async function examinedRelays(
  environment: Terminal["environment"],
  config: Config,
  relays: readonly RelayConfig[],
  store: InspectedStore,
): Promise<readonly Finding[]> {
  const { readers: lists, beyondAscii } = store.status === "open" ? store : { readers: {}, beyondAscii: 0 };
  const readers = Math.max(0, ...Object.values(lists));
  const seen = await Promise.all(
    relays.map((relay) =>
      lookAtRelay(config, relay, { now: systemClock.now(), environment, readers, beyondAscii }),
    ),
  );
  return seen.flatMap((one) => examine(ofRelay, one));
}

async function givenHere(
  terminal: Terminal,
  config: Config,
  known: Pick<LookHere, "node" | "configProblems">,
): Promise<LookHere> {
  const serviceProblems: readonly Problem[] = [
    ...(await checkPages(config, packageFolder)).problems,
    ...(await mailProblems(config)),
  ];
  const { environment, fault } = secretsHere(terminal, config);
  const envFault = fault === undefined ? {} : { envFault: fault };
  return { ...known, now: systemClock.now(), environment, ...envFault, serviceProblems };
}

function wantsJson({ json = false, format = json ? "json" : "pretty" }: DoctorOptions): boolean {
  if (format === "pretty" || format === "json") return json || format === "json";
  throw new LetterpressError("use/format", `There is no format "${format}".`, "It is pretty or json.");
}
