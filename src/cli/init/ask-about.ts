import { parseAddress } from "../../base/address.ts";
import { printable } from "../../base/printable.ts";
import { isSiteUrl } from "../../model/sender.ts";
import type { Terminal } from "../terminal.ts";
import type { NewsletterFacts } from "./newsletter-facts.ts";

/** One thing that is asked, until the answer can be used. An empty answer is the one in brackets. */
interface Question {
  readonly words: string;
  readonly usual: string;
  /** What is wrong with an answer, in a sentence. */
  readonly fault: (answer: string) => string | undefined;
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
  const site = `https://${email.slice(email.lastIndexOf("@") + 1)}`;
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

export function nameFault(answer: string): string | undefined {
  if (answer.trim() === "") return "It is empty.";
  return printable(answer) === answer ? undefined : "It has signs that nobody sees.";
}

export function emailFault(answer: string): string | undefined {
  const parsed = parseAddress(answer);
  if (parsed.status === "invalid") return `That is no address: ${parsed.reason}.`;
  return parsed.address.needsUtf8 ? "Many mail servers take only plain letters before the @." : undefined;
}

export function siteFault(answer: string): string | undefined {
  return isSiteUrl(answer.replace(/\/+$/, ""))
    ? undefined
    : "That is not the https address of a site, such as https://news.example.org.";
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
    terminal.note(wrong);
  }
}
