import { domainOf, parseAddress } from "../../base/address.ts";
import { printable } from "../../base/printable.ts";
import { isSiteUrl, siteUrlRemedy } from "../../model/site-url.ts";
import type { Terminal } from "../terminal.ts";
import type { NewsletterFacts } from "./newsletter-facts.ts";

/** One thing that is asked, until the answer can be used. An empty answer is the one in brackets. */
interface Question {
  readonly words: string;
  readonly usual: string;
  readonly fault: (answer: string) => AnswerFault | undefined;
}

/** What is wrong with an answer, in a sentence, and in another one what to do. */
export interface AnswerFault {
  readonly says: string;
  readonly remedy: string;
}

/** Asks what has not been said; undefined when somebody had enough of it. */
export async function askAbout(
  terminal: Terminal,
  given: Partial<NewsletterFacts>,
  usual: NewsletterFacts,
): Promise<NewsletterFacts | undefined> {
  const name = given.name ?? (await ask(terminal, question("What is it called?", usual.name, nameFault)));
  if (name === undefined) return undefined;
  const email =
    given.email ??
    (await ask(terminal, question("Which address does it come from?", usual.email, emailFault)));
  if (email === undefined) return undefined;
  const site = `https://${domainOf(email)}`;
  const siteUrl =
    given.siteUrl ?? (await ask(terminal, question("Where do its readers' links lead?", site, siteFault)));
  if (siteUrl === undefined) return undefined;
  const onPaper = question(
    "What is your postal address, with commas between the lines? The law asks for it.",
    usual.postalAddress.join(", "),
    nameFault,
  );
  const written = given.postalAddress?.join(", ") ?? (await ask(terminal, onPaper));
  return written === undefined ? undefined : { name, email, siteUrl, postalAddress: linesOf(written) };
}

/** An address on paper that was written in one line. */
export function linesOf(written: string): readonly string[] {
  return written
    .split(/[,\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export function nameFault(answer: string): AnswerFault | undefined {
  if (answer.trim() === "") return { says: "It is empty.", remedy: "Write what readers are to see." };
  if (printable(answer) === answer) return undefined;
  return { says: "It has signs that nobody sees.", remedy: "Type it anew." };
}

export function emailFault(answer: string): AnswerFault | undefined {
  const parsed = parseAddress(answer);
  if (parsed.status === "invalid")
    return { says: `That is no address: ${parsed.reason}.`, remedy: "Write it like hello@news.example.org." };
  if (!parsed.address.needsUtf8) return undefined;
  const says = "Many mail servers take only plain letters before the @.";
  return { says, remedy: "Choose an address with those." };
}

export function siteFault(answer: string): AnswerFault | undefined {
  if (isSiteUrl(answer.replace(/\/+$/, ""))) return undefined;
  const says = "That is not the https address of a site with a domain name.";
  return { says, remedy: siteUrlRemedy(answer) };
}

function question(words: string, usual: string, fault: Question["fault"]): Question {
  return { words, usual, fault };
}

async function ask(terminal: Terminal, { words, usual, fault }: Question): Promise<string | undefined> {
  for (;;) {
    const answer = await terminal.ask(`${words} [${usual}] `);
    if (answer.status === "interrupted") return undefined;
    const text = answer.text.trim() || usual;
    const wrong = fault(text);
    if (wrong === undefined) return text;
    terminal.note(`${wrong.says} ${wrong.remedy}`);
  }
}
