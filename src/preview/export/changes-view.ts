import { type Html, html } from "../page/html.ts";
import { lineChange, textChange } from "./diff-views.ts";
import type { VariantMail } from "./issue-state.ts";

/**
 * What differs in words between what readers got and what they get: in lists of mails, in other headers, and in the
 * plain text.
 */
export function changesView(was: VariantMail, mail: VariantMail): Html {
  const { language } = mail.edition;
  const line = (name: string, one: string, other: string) => lineChange(name, one, other, language);
  const words = textChange(was.view.text, mail.view.text, language);
  return html`<section class="found"><h2>In the list of mails</h2>
<dl class="sheet line-changes">${[
    line("Sender", headerOf(was, "from"), headerOf(mail, "from")),
    line("Subject", was.view.subject, mail.view.subject),
    line("Preheader", was.view.preheader, mail.view.preheader),
    otherHeaders(was, mail).map((name) => line(name, headerOf(was, name), headerOf(mail, name))),
  ]}</dl></section>
<section class="found"><h2>In its words</h2>
${words ?? html`<p class="state-note">The plain text says the same. ${was.view.html === mail.view.html ? "So does the HTML." : "The HTML differs: look at the two side by side."}</p>`}</section>`;
}

function headerOf({ headers }: VariantMail, name: string): string {
  return headers.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value ?? "";
}

/** Those that differ, but for what is shown anyway, and for the boundary, which always does. */
function otherHeaders(was: VariantMail, mail: VariantMail): readonly string[] {
  const names = new Map([...was.headers, ...mail.headers].map(({ name }) => [name.toLowerCase(), name]));
  for (const shown of ["from", "subject", "content-type"]) names.delete(shown);
  return [...names.values()].filter((name) => headerOf(was, name) !== headerOf(mail, name));
}
