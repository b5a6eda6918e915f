import { LetterpressError } from "../base/errors.ts";
import type { Problem } from "../base/problem.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Config } from "../config/config.ts";
import { knownNames } from "../config/known-names.ts";
import { type AudienceExpression, audienceText } from "../model/audience.ts";
import { audienceTokens } from "../source/audience/audience-tokens.ts";
import { parseAudience } from "../source/audience/parse-audience.ts";
import { countOf } from "./newsletter.ts";

/**
 * What `--only` says. Its faults are shown under the text as it was typed. `frozen` are the expressions of mailings
 * that exist: such a one may use names that are no longer declared.
 */
export function onlyOption(
  config: Config,
  written: string | undefined,
  frozen: readonly string[] = [],
): AudienceExpression | undefined {
  if (written === undefined) return undefined;
  const place = (line: number, column: number) => ({ file: "--only", line, column });
  const { expression, problems } = parseAudience(written, place, knownNames(config));
  if (expression !== undefined) return expression;
  for (const text of frozen) {
    const names = audienceTokens(text, () => undefined).map(({ value }) => value);
    const meant = parseAudience(written, place, { fields: names, tags: names, lists: names }).expression;
    if (meant !== undefined && audienceText(meant) === text) return meant;
  }
  throw new LetterpressError(
    "use/only",
    `--only has ${countOf(problems.length, "problem")}:\n${pointedOut(written, problems)}\n`,
    "Put the whole expression in quotes, as in --only 'tag member and city = \"Paris\"'.",
  );
}

/** A tag that is declared; a send or an import never invents one. */
export function tagOption(config: Config, written: string): string {
  const declared = Object.keys(config.tags);
  const tag = written.normalize("NFC");
  if (declared.includes(tag)) return tag;
  throw new LetterpressError(
    "use/unknown-tag",
    `There is no tag "${written}".`,
    `${didYouMean(written, declared)} Declare it in letterpress.yaml, under "tags".`,
  );
}

/** `weekly`, or `weekly (only tag "member")` */
export function audienceWords(list: string, only: AudienceExpression | string | undefined): string {
  if (only === undefined) return list;
  return `${list} (only ${typeof only === "string" ? only : audienceText(only)})`;
}

/** Each line of the text, and under it an arrow for each finding, in its column. */
function pointedOut(written: string, problems: readonly Problem[]): string {
  return written
    .split("\n")
    .flatMap((line, index) => {
      const here = problems.filter(({ at }) => at.line === index + 1);
      const shown = line.replace(/\p{Cc}/gu, " ");
      const arrows = here.map(({ at, message, remedy }) => {
        const indent = widthOf(shown.slice(0, at.column - 1));
        return `  ${" ".repeat(indent)}^ ${message} ${remedy ?? ""}`.trimEnd();
      });
      return [`  ${shown}`, ...arrows];
    })
    .join("\n");
}

/** How many columns of a terminal a text takes: Chinese, Japanese and Korean letters take two, marks none. */
function widthOf(text: string): number {
  const wide =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
  return [...text].reduce((sum, letter) => sum + (/\p{M}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1), 0);
}
