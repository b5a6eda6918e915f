import { type Problem, problem } from "../../base/problem.ts";
import type { Block, Issue, Localized } from "../../model/issue.ts";
import { type Inline, type Line, type MergeField, plainLine, type Prose } from "../../model/prose.ts";
import type { Sender } from "../../model/sender.ts";
import type { ServiceMailKind } from "../../model/service-mail.ts";
import type { Template } from "../../render/template/template.ts";

/** What the mail of one kind says, by the names of the words of the template. */
interface Says {
  readonly subject: string;
  readonly body: string;
  readonly button: string;
  /** Below the site; behind it comes the token that `tokenField` holds. */
  readonly path: "c" | "p";
  /** What stands before the names of the lists. */
  readonly lists?: string;
  /** What stands in the footer in the place of `reason`. */
  readonly reason?: string;
}

const says: Readonly<Record<ServiceMailKind, Says>> = {
  confirmation: {
    subject: "confirmSubject",
    body: "confirmBody",
    lists: "confirmLists",
    button: "confirmButton",
    path: "c",
    reason: "confirmReason",
  },
  already: { subject: "alreadySubject", body: "alreadyBody", button: "preferences", path: "p" },
  welcome: { subject: "welcomeSubject", body: "welcomeBody", button: "preferences", path: "p" },
};

/**
 * The values that these mails show, and no other: nothing that a visitor typed gets into one. No field of a newsletter
 * can have such a name.
 */
export const tokenField = "service:token";
export const listsField = "service:lists";

/**
 * A mail that belongs to a sign-up as an issue in every language of the template, and the template as it is used for
 * it. A problem when the template lacks a word. `language`: for readers of whom none is known.
 */
export function serviceIssue(
  kind: ServiceMailKind,
  from: { readonly template: Template; readonly sender: Sender; readonly language: string },
): { readonly issue: Issue; readonly template: Template; readonly problems: readonly Problem[] } {
  const { template, sender, language } = from;
  const { languages } = template.words;
  const tags = [language, ...Object.keys(languages).filter((tag) => tag !== language)];
  const problems = missingWords(kind, template, tags);
  const said = (tag: string, word: string) => {
    const text = languages[tag]?.[word];
    return typeof text === "string" ? text : word;
  };
  const { subject, reason } = says[kind];
  const issue: Issue = {
    id: kind,
    subjects: byLanguage(tags, (tag) => [plainLine(said(tag, subject), at(kind))]),
    preheaders: byLanguage(tags, () => plainLine(sender.name, at(kind))),
    date: "1970-01-01",
    status: "ready",
    template: template.folder,
    templateAt: at(kind),
    language,
    languageAt: at(kind),
    blocks: tags.flatMap((tag) => blocksIn(kind, tag, sender, (word) => said(tag, word))),
    at: at(kind),
  };
  return { issue, template: reason === undefined ? template : withReason(template, reason), problems };
}

/** Where a finding in a mail that stands in no file is told. */
function at(kind: ServiceMailKind) {
  return { file: `the ${kind} mail`, line: 1, column: 1 };
}

function byLanguage<Value>(tags: readonly string[], make: (tag: string) => Value): Localized<Value> {
  return Object.fromEntries(tags.map((tag) => [tag, make(tag)]));
}

function blocksIn(
  kind: ServiceMailKind,
  language: string,
  { siteUrl }: Sender,
  said: (word: string) => string,
): readonly Block[] {
  const place = at(kind);
  const { body, lists, button, path } = says[kind];
  const field = (name: string): MergeField => ({ type: "field", name, fallback: "", at: place });
  const paragraph = (children: readonly Inline[]) => ({ type: "paragraph", children, at: place }) as const;
  const text = (value: string): Inline => ({ type: "text", value });
  const prose: Prose = [
    paragraph([text(said(body))]),
    ...(lists === undefined
      ? []
      : [paragraph([text(`${said(lists)}${said("colon")}`), field(listsField), text(".")])]),
  ];
  const url: Line = { parts: [`${siteUrl}/${path}/`, field(tokenField)], at: place };
  return [
    { kind: "letter", parts: { body: { type: "prose", prose } }, language, at: place },
    {
      kind: "button",
      parts: { title: { type: "line", line: plainLine(said(button), place) }, url: { type: "link", url } },
      language,
      at: place,
    },
  ];
}

function withReason(template: Template, reason: string): Template {
  const languages = Object.fromEntries(
    Object.entries(template.words.languages).map(([tag, words]) => [
      tag,
      { ...words, reason: words[reason] ?? words.reason ?? "" },
    ]),
  );
  return { ...template, words: { ...template.words, languages } };
}

function missingWords(
  kind: ServiceMailKind,
  { words }: Template,
  tags: readonly string[],
): readonly Problem[] {
  const { subject, body, lists, button, reason } = says[kind];
  const needed = [subject, body, button, lists, reason].filter((word) => word !== undefined);
  const folder = words.folders[0]?.folder ?? "templates/words";
  return tags.flatMap((tag) => {
    const known = words.languages[tag] ?? {};
    const missing = needed.filter((word) => typeof known[word] !== "string");
    if (missing.length === 0) return [];
    const file = `${folder}/${tag}.yaml`;
    const quoted = missing.map((word) => `"${word}"`).join(", ");
    const message = `the ${kind} mail needs ${missing.length === 1 ? "the word" : "the words"} ${quoted}, which ${missing.length === 1 ? "is" : "are"} not there.`;
    const remedy = "Add them; npx letterpress docs consent has what they say.";
    return [problem({ file, line: 1, column: 1 }, "subscriptions/no-word", message, remedy)];
  });
}
