import { isoInstant } from "../../base/clock.ts";
import type { ConsentEvent } from "../../model/consent.ts";
import { findPerson, type Person } from "../../store/person.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { openExistingStore, openNewsletter } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";
import { addressArgument } from "../address-argument.ts";

/** `letterpress subscribers show` */
export async function showSubscriber(
  terminal: Terminal,
  written: string,
  { json }: { readonly json?: boolean },
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const address = addressArgument(written);
  await using store = await openExistingStore(config);
  const person = store && (await findPerson(store, address));
  if (person === undefined) {
    terminal.note(`Nothing is known of ${address.email}.`);
    return exitCodes.incomplete;
  }
  if (json === true) terminal.print(JSON.stringify(readable(person), null, 2));
  else for (const line of personLines(terminal, person)) terminal.print(line);
  return exitCodes.done;
}

/** With times that people and other programs read. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === "number" && isTime(name) ? isoInstant(one) : readable(one),
    ]),
  );
}

function isTime(name: string): boolean {
  return name === "at" || name === "pausedUntil" || name.endsWith("At");
}

function personLines(terminal: Terminal, person: Person): readonly string[] {
  const { email, subscriber, signUps, mails, suppression } = person;
  const title = (text: string) => terminal.style("bold", text);
  return [
    title(email),
    ...(suppression === undefined
      ? []
      : [
          `  suppressed since ${isoInstant(suppression.createdAt)}: ${suppression.reason}, ${suppression.source}`,
        ]),
    ...(subscriber === undefined ? ["  no subscriber"] : subscriberLines(subscriber, title)),
    ...(mails.length === 0 ? [] : [title("mails about their sign-ups")]),
    ...mails.map(
      ({ changedAt, kind, sentAs = kind, state, reason }) =>
        `  ${isoInstant(changedAt)} ${sentAs}: ${state}${reason === undefined ? "" : `, ${reason}`}`,
    ),
    ...(signUps.length === 0 ? [] : [title("sign-ups that are not confirmed")]),
    ...signUps.map(
      ({ requestedAt, expiresAt, source, lists }) =>
        `  ${isoInstant(requestedAt)} ${lists.join(", ")} (${source}), deleted at ${isoInstant(expiresAt)}`,
    ),
  ];
}

function subscriberLines(
  subscriber: NonNullable<Person["subscriber"]>,
  title: (text: string) => string,
): readonly string[] {
  const { createdAt, fields, tags, subscriptions, consent, deliveries, votes } = subscriber;
  const named = Object.entries(fields).map(([name, value]) => `  ${name}: ${value}`);
  return [
    `  subscriber since ${isoInstant(createdAt)}`,
    ...named,
    ...(tags.length === 0 ? [] : [`  tags: ${tags.join(", ")}`]),
    title("lists"),
    ...subscriptions.map(
      ({ list, state, changedAt, pausedUntil }) =>
        `  ${list}: ${state} since ${isoInstant(changedAt)}${pausedUntil === undefined ? "" : `, paused until ${isoInstant(pausedUntil)}`}`,
    ),
    title("consent"),
    ...consent.map(consentLine),
    ...(deliveries.length === 0 ? [] : [title("mail")]),
    ...deliveries.map(
      ({ changedAt, issue, list, state, reason }) =>
        `  ${isoInstant(changedAt)} ${issue} to ${list}: ${state}${reason === undefined ? "" : `, ${reason}`}`,
    ),
    ...(votes.length === 0 ? [] : [title("votes")]),
    ...votes.map(({ issue, poll, option }) => `  ${issue}: ${poll}, ${option}`),
  ];
}

function consentLine(event: Omit<ConsentEvent, "subscriber">): string {
  const { at, type, list, source, textVersion, network, detail = {} } = event;
  const more = [
    source,
    ...(textVersion === undefined ? [] : [`wording ${textVersion}`]),
    ...(network === undefined ? [] : [network]),
    ...Object.entries(detail).map(([name, value]) => `${name} ${value}`),
  ];
  return `  ${isoInstant(at)} ${type}${list === undefined ? "" : ` ${list}`} (${more.join(", ")})`;
}
