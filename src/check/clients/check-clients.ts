import { join } from "node:path";
import type { Position } from "../../base/problem.ts";
import type { Block } from "../../model/issue.ts";
import type { MailClient } from "../../model/mail-clients.ts";
import type { Template, TemplateFile } from "../../render/template/template.ts";
import { blank, blanked } from "../../render/template/blanked.ts";
import { alsoIn, htmlLinesOf, placeFinder } from "../html-lines.ts";
import type { FoundByRule } from "../rule.ts";
import { clientPartly } from "./rules/client-partly.ts";
import { clientSupport } from "./rules/client-support.ts";
import { clientWords } from "./client-words.ts";
import { usesOfSheet, usesOfValue } from "./css-uses.ts";
import { type MarkupUse, usesOfMarkup } from "./html-uses.ts";
import { supportDay, supportOf } from "./support.ts";
import { told } from "./told.ts";
import type { ToldFeature } from "./told-feature.ts";

interface PlacedUse {
  readonly feature: string;
  readonly at: Position;
  readonly hiddenFromOutlook: boolean;
}

/**
 * What a template, its theme and the HTML of an issue use that some mail programs of the audience do not know: one
 * finding for each feature and file, with all its lines. What MJML makes of its own elements is not looked at.
 */
export function checkClients(
  { template, blocks }: { readonly template: Template; readonly blocks: readonly Block[] },
  clients: readonly MailClient[],
): readonly FoundByRule[] {
  const uses = [
    ...[template.frame, ...template.parts.values()].flatMap(usesOfFile),
    ...usesOfTheme(template),
    ...htmlLinesOf(blocks).flatMap(({ text, at }) => placed(usesOfMarkup(text), text, at)),
  ];
  const groups = Map.groupBy(uses, ({ feature, at, hiddenFromOutlook }) =>
    JSON.stringify([feature, at.file, hiddenFromOutlook]),
  );
  return [...groups.values()].flatMap((group) => findingOf(group, clients) ?? []);
}

/** A file of style rules alone is one that a style sheet includes. */
function usesOfFile({ file, text }: TemplateFile): readonly PlacedUse[] {
  const markup = withStandIns(text);
  const isSheet = !/<[a-z!/]/i.test(markup) && /\{[^{}]*:/.test(markup);
  const uses: readonly MarkupUse[] = isSheet
    ? usesOfSheet(markup).map((use) => ({ ...use, hiddenFromOutlook: false }))
    : usesOfMarkup(markup);
  return placed(uses, text, { file, line: 1, column: 1 });
}

function placed(uses: readonly MarkupUse[], text: string, start: Position): readonly PlacedUse[] {
  const placeOf = placeFinder(text, start);
  return uses.map((use) => ({ ...use, at: placeOf(use.index) }));
}

/** Letters where Handlebars says a value, spaces where it says when; so that places hold. */
function withStandIns(text: string): string {
  return blanked(text).replace(new RegExp(`${blank}[${blank}\n]*`, "g"), (run, index: number) => {
    const saysValue = /\{\{\{?\s*(?!else\b|!)[\w@.]/.test(text.slice(index, index + run.length));
    return run.replaceAll(blank, saysValue ? "x" : " ");
  });
}

function usesOfTheme({ folder, theme, themeAt }: Template): readonly PlacedUse[] {
  const { colours, ...others } = theme;
  const start = { file: join(folder, "theme.yaml"), line: 1, column: 1 };
  const groups = { "colours.light": colours.light, "colours.dark": colours.dark, ...others };
  return Object.entries(groups).flatMap(([group, names]) =>
    Object.entries(names).flatMap(([name, value]) => {
      const at = themeAt.get(`${group}.${name}`) ?? start;
      return usesOfValue(value).map((feature) => ({ feature, at, hiddenFromOutlook: false }));
    }),
  );
}

function findingOf(group: readonly PlacedUse[], audience: readonly MailClient[]): FoundByRule | undefined {
  const [first, ...others] = group;
  const about = first === undefined ? undefined : told[first.feature];
  if (first === undefined || about === undefined) return undefined;
  const { feature, at, hiddenFromOutlook } = first;
  const clients = audience.filter((client) => !hiddenFromOutlook || client !== "outlook.windows");
  const without = clients.filter((client) => supportOf(feature, client).status === "none");
  const partly = clients.filter((client) => supportOf(feature, client).status === "partly");
  if (without.length + partly.length === 0) return undefined;
  const also = alsoIn(
    at,
    others.map((one) => one.at),
  );
  const source = `See https://www.caniemail.com/features/${feature}/ (as of ${supportDay}).`;
  const inPart = partly.length === 0 ? [] : [partlySentence(feature, partly, clients)];
  return {
    rule: without.length > 0 ? clientSupport : clientPartly,
    at,
    message: [
      ...noneSentences(about, without, clients),
      ...inPart.map((words) => `${about.name} ${words}`),
    ].join(" "),
    remedy: `${about.instead} ${source}${also}`,
  };
}

function noneSentences(
  { name, sees }: ToldFeature,
  without: readonly MailClient[],
  clients: readonly MailClient[],
): readonly string[] {
  if (without.length === 0) return [];
  return [`${name} means nothing to ${clientWords(without, clients)}: readers there ${sees}.`];
}

function partlySentence(
  feature: string,
  partly: readonly MailClient[],
  clients: readonly MailClient[],
): string {
  const notes = partly.flatMap((client) => {
    const support = supportOf(feature, client);
    return support.status === "partly" ? support.notes : [];
  });
  const words = [...new Set(notes)].map(plain).join(" ");
  return `works in part only in ${clientWords(partly, clients)}.${words === "" ? "" : ` ${words}`}`;
}

/** A note of caniemail.com without its Markdown and its first word. */
function plain(note: string): string {
  return note
    .replace(/^(?:Partial(?: support)?|Buggy)[.:]\s*/, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "");
}
