import { LetterpressError } from "../../base/errors.ts";
import { formatProblem, isError, type Problem } from "../../base/problem.ts";
import type { ReaderFacts } from "../../model/audience.ts";
import type { Edition, LinkName } from "../../model/edition.ts";
import type { Hosting, ImageFile, Issue } from "../../model/issue.ts";
import { splitOf, variantsOf } from "../../model/selection.ts";
import type { Sender } from "../../model/sender.ts";
import type { ServiceMailKind } from "../../model/service-mail.ts";
import { type Variant, variantOf } from "../../model/variant.ts";
import { renderIssue } from "../../render/render-issue.ts";
import type { Template } from "../../render/template/template.ts";
import { serviceIssue } from "./service-issue.ts";

/** What the mails that belong to sign-ups are made from. */
export interface MailSources {
  readonly template: Template;
  /** That of readers of whom none is known. */
  readonly language: string;
  /** That of any list: name, site and postal address are the same for all. */
  readonly sender: Sender;
  /** As an editor wrote it, with its own template; `none`: nobody is welcomed. Left out, the words of the template. */
  readonly welcome?: OwnWelcome | "none";
  readonly hosting?: Hosting;
}

export interface OwnWelcome {
  readonly issue: Issue;
  readonly images: readonly ImageFile[];
  readonly template: Template;
}

interface Source {
  readonly issue: Issue;
  readonly images: readonly ImageFile[];
  readonly template: Template;
  readonly links: readonly LinkName[];
  /** An editor wrote it. */
  readonly isOwn: boolean;
  readonly problems: readonly Problem[];
}

/**
 * The editions of those mails, each rendered when the first reader gets it, by the same road as an issue: the reader's
 * language decides, and in a welcome of one's own whatever its blocks ask.
 */
export class MailSet {
  readonly #sources: MailSources;
  readonly #editions = new Map<string, Promise<Edition>>();

  constructor(sources: MailSources) {
    this.#sources = sources;
  }

  /** Undefined when nobody is sent a mail of this kind. Throws LetterpressError when it cannot be rendered. */
  editionFor(
    kind: ServiceMailKind,
    reader: ReaderFacts & { readonly id: number },
  ): Promise<Edition> | undefined {
    const source = sourceOf(kind, this.#sources);
    if (source === undefined) return undefined;
    const variant = variantOf(splitOf(source.issue), reader);
    const key = `${kind} ${variant.key}`;
    const known = this.#editions.get(key);
    if (known !== undefined) return known;
    const made = this.#render(kind, source, variant);
    this.#editions.set(key, made);
    made.catch(() => this.#editions.delete(key));
    return made;
  }

  async #render(kind: ServiceMailKind, source: Source, variant: Variant): Promise<Edition> {
    const { edition, problems } = await renderOne(source, variant, this.#sources);
    if (edition !== undefined && !source.problems.some(isError)) return edition;
    const told = [...source.problems, ...problems].filter(isError).map(formatProblem).join("\n");
    throw new LetterpressError(
      "subscriptions/mail-unrendered",
      `The ${kind} mail cannot be made:\n${told}\n`,
      "Mend it; npx letterpress check shows whether it is.",
    );
  }
}

/**
 * Every problem of every mail, each once: those of words in their first language, a welcome of one's own in every
 * variant.
 */
export async function checkMails(sources: MailSources): Promise<readonly Problem[]> {
  const found = new Map<string, Problem>();
  for (const kind of ["confirmation", "already", "welcome"] as const) {
    const source = sourceOf(kind, sources);
    if (source === undefined) continue;
    const problems = [...source.problems];
    const variants = variantsOf(source.issue) ?? [];
    for (const variant of source.isOwn ? variants : variants.slice(0, 1))
      problems.push(...(await renderOne(source, variant, sources)).problems);
    for (const one of problems) found.set(JSON.stringify(one), one);
  }
  return [...found.values()];
}

function renderOne(
  { issue, images, template, links }: Source,
  variant: Variant,
  { sender, hosting }: MailSources,
) {
  const service = { links };
  return renderIssue({
    issue,
    images,
    template,
    variant,
    sender,
    service,
    ...(hosting === undefined ? {} : { hosting }),
  });
}

function sourceOf(kind: ServiceMailKind, sources: MailSources): Source | undefined {
  const { welcome } = sources;
  const links: readonly LinkName[] = kind === "confirmation" ? [] : ["unsubscribe", "preferences"];
  if (kind !== "welcome" || welcome === undefined)
    return { ...serviceIssue(kind, sources), images: [], links, isOwn: false };
  return welcome === "none" ? undefined : { ...welcome, links, isOwn: true, problems: [] };
}
