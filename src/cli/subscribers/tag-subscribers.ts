import { parseAddress } from "../../base/address.ts";
import { tagReaders } from "../../store/tags.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { countOf, openNewsletter, openNewsletterStore } from "../newsletter.ts";
import { tagOption } from "../only-option.ts";
import type { Terminal } from "../terminal.ts";

/** `letterpress subscribers tag` */
export async function tagSubscribers(
  terminal: Terminal,
  named: string,
  addresses: readonly string[],
  options: { readonly remove?: boolean; readonly json?: boolean },
): Promise<ExitCode> {
  const remove = options.remove === true;
  const config = await openNewsletter(terminal.folder);
  const tag = remove ? named.normalize("NFC") : tagOption(config, named);
  await using store = await openNewsletterStore(config);
  const tagged = await tagReaders(store, { tag, emails: addresses.map(storedForm), remove });
  if (options.json === true) terminal.print(JSON.stringify(tagged, null, 2));
  else {
    const { changed, unchanged } = tagged;
    const before = remove ? `never had it` : "had it already";
    const rest = unchanged === 0 ? "" : `, ${unchanged.toLocaleString("en")} ${before}`;
    terminal.print(`${countOf(changed, "reader")} ${remove ? "lost" : "got"} the tag ${tag}${rest}`);
  }
  for (const email of tagged.unknown) terminal.note(`No subscriber has the address ${email}.`);
  return tagged.unknown.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** An international domain is stored in its ASCII form. */
function storedForm(address: string): string {
  const parsed = parseAddress(address);
  return parsed.status === "valid" ? parsed.address.email : address;
}
