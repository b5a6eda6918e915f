import { resolve, sep } from "node:path";
import type * as z from "zod";
import { parseAddress } from "../base/address.ts";
import { inReadingOrder, isError, type Problem, problem } from "../base/problem.ts";
import { clientsNamed } from "../model/mail-clients.ts";
import type { Sender, SenderPlaces } from "../model/sender.ts";
import { checkShape } from "../source/check-shape.ts";
import { withoutEchoes } from "../source/yaml/echoes.ts";
import { recoverYaml, type Source, type YamlFile } from "../source/yaml/read-yaml.ts";
import { checkDkim, toDkim } from "./check-dkim.ts";
import { checkPace, toPaceRules } from "./check-pace.ts";
import { checkService, toService } from "./check-service.ts";
import type { Config } from "./config.ts";
import { configShape } from "./shape.ts";
import { toProbe } from "./probe-shape.ts";
import { relaySecretFiles, toRelay } from "./to-relay.ts";
import { withoutGaps } from "./without-gaps.ts";

type Written = z.output<typeof configShape>;

/** Reads `letterpress.yaml`; every finding is returned at once. `root` is the absolute folder it lies in. */
export function parseConfig(
  source: Source,
  root: string,
): { readonly config?: Config; readonly problems: readonly Problem[] } {
  const read = recoverYaml(source);
  if (read.yaml === undefined) return { problems: inReadingOrder(read.problems) };
  const shape = checkShape(read.yaml, configShape, "the configuration", "config");
  const content =
    shape.value === undefined
      ? shape.problems
      : [
          ...sameRelays(shape.value, read.yaml),
          ...onlyStandbys(shape.value, read.yaml),
          ...checkDkim(shape.value.dkim, canonical(shape.value.from.email), read.yaml),
          ...checkPace(shape.value.pace, read.yaml),
          ...publishedSecrets(shape.value, read.yaml, root),
          ...checkService(shape.value, read.yaml),
        ];
  const problems = inReadingOrder([...read.problems, ...withoutEchoes(read, content)]);
  if (shape.value === undefined || problems.some(isError)) return { problems };
  return { config: toConfig(shape.value, read.yaml, source.file, root), problems };
}

function sameRelays(written: Written, yaml: YamlFile): readonly Problem[] {
  return written.relays.flatMap(({ name }, index) =>
    written.relays.findIndex((other) => other.name === name) === index
      ? []
      : [
          problem(
            yaml.at(["relays", index]),
            "config/same-relay",
            `two relays are named "${name}".`,
            "Name each apart.",
          ),
        ],
  );
}

function onlyStandbys(written: Written, yaml: YamlFile): readonly Problem[] {
  if (written.relays.some(({ weight }) => weight > 0)) return [];
  const message = "every relay has the weight 0, so they all stand by.";
  const remedy = "Leave weight out for the relay that sends.";
  return [problem(yaml.at(["relays", 0, "weight"]), "config/only-standbys", message, remedy)];
}

/** What lies in the archive is for everybody to read. */
function publishedSecrets(written: Written, yaml: YamlFile, root: string): readonly Problem[] {
  const archive = resolve(root, written.archive);
  const files: { readonly path: readonly (string | number)[]; readonly file: string }[] = [
    { path: ["store"], file: written.store },
    ...written.relays.flatMap((relay, index) =>
      relaySecretFiles(relay).map(({ path, file }) => ({ path: ["relays", index, ...path], file })),
    ),
    ...written.dkim.flatMap(({ key }, index) =>
      "file" in key ? [{ path: ["dkim", index, "key", "file"], file: key.file }] : [],
    ),
  ];
  const ofProbe = written.probe?.imap?.password;
  if (ofProbe !== undefined && "file" in ofProbe)
    files.push({ path: ["probe", "imap", "password", "file"], file: ofProbe.file });
  return files
    .filter(({ file }) => resolve(root, file).startsWith(`${archive}${sep}`))
    .map(({ path, file }) => {
      const message = `"${file}" lies in the archive, which is published.`;
      return problem(yaml.at(path), "config/published", message, "Keep it elsewhere.");
    });
}

function toConfig(written: Written, yaml: YamlFile, file: string, root: string): Config {
  const { pace, retry, fields, tags } = written;
  return {
    root,
    file,
    name: written.name,
    lists: toLists(written, yaml),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, withoutGaps(field ?? {})]),
    ),
    tags: Object.fromEntries(
      Object.entries(tags).map(([name, tag]) => [name.normalize("NFC"), withoutGaps(tag ?? {})]),
    ),
    relays: written.relays.map((relay) => toRelay(relay, root)),
    ...withoutGaps({ threads: written.threads, spamd: written.spamd }),
    ...(written.probe === undefined ? {} : { probe: toProbe(written.probe, root) }),
    dkim: toDkim(written.dkim, yaml, root),
    pace: toPaceRules(pace, written.relays),
    retry: { stepsMs: retry.after, giveUpMs: retry.giveUp },
    rules: Object.entries(written.check).map(([rule, severity]) => ({
      rule,
      severity,
      at: yaml.keyAt(["check", rule]),
    })),
    clients: clientsNamed(written.clients),
    online: {
      skip: written.online.skip,
      keepMs: written.online.keep,
      intranet: written.online.intranet,
    },
    images: written.images,
    archive: resolve(root, written.archive),
    service: toService(written.service),
    store: resolve(root, written.store),
  };
}

function toLists(written: Written, yaml: YamlFile): Config["lists"] {
  const [first, ...others] = Object.entries(written.lists).map(([id, list]) => ({
    id,
    name: list.name,
    sender: toSender(written, list, list.listId ?? `${id}.${new URL(written.siteUrl).hostname}`),
    senderAt: senderPlaces(written, yaml, id),
  }));
  if (first === undefined) throw new Error("the shape has let a newsletter without a list through");
  return [first, ...others];
}

function toSender(written: Written, list: Written["lists"][string], listId: string): Sender {
  const { replyTo, bounceDomain, feedbackId } = written;
  return {
    name: written.name,
    listName: list.name,
    from: { name: written.from.name, email: canonical(written.from.email) },
    ...(replyTo === undefined ? {} : { replyTo: canonical(replyTo) }),
    postalAddress: written.postalAddress
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    siteUrl: written.siteUrl,
    listId,
    ...(list.archive ? { hasArchive: true } : {}),
    ...withoutGaps({ bounceDomain, feedbackId }),
  };
}

function senderPlaces({ replyTo, bounceDomain, lists }: Written, yaml: YamlFile, list: string): SenderPlaces {
  const from = yaml.keyAt(["from"]);
  return {
    from,
    postalAddress: yaml.keyAt(["postalAddress"]),
    siteUrl: yaml.keyAt(["siteUrl"]),
    replyTo: replyTo === undefined ? from : yaml.keyAt(["replyTo"]),
    bounceDomain: bounceDomain === undefined ? from : yaml.keyAt(["bounceDomain"]),
    listId: lists[list]?.listId === undefined ? from : yaml.keyAt(["lists", list, "listId"]),
  };
}

function canonical(email: string): string {
  const parsed = parseAddress(email);
  return parsed.status === "valid" ? parsed.address.email : email;
}
