import { pathPart } from "../mail/framed-mail.ts";
import type { Html } from "../page/html.ts";

/** Where the pages of an inbox stand: alone in the demo, beside the issues in the studio. */
export interface InboxPlace {
  /** What stands before every path of theirs: empty, or `/inbox`. */
  readonly base: string;
  /** Where the inbox takes mail over SMTP. */
  readonly port: number;
  /** Mails may be deleted: the page that `frame` makes knows the token that this asks for. */
  readonly mayDelete: boolean;
  /** Makes a whole page. `bar` is what one does on it: search, or the way to other mails. */
  frame(content: { readonly title: string; readonly bar: Html; readonly main: Html }): Promise<string>;
}

export function listPath({ base }: InboxPlace): string {
  return base === "" ? "/" : base;
}

export function mailPath({ base }: InboxPlace, id: string): string {
  return `${base}/mail/${pathPart(id)}`;
}
