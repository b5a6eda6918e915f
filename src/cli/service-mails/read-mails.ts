import { join } from "node:path";
import { LetterpressError } from "../../base/errors.ts";
import { formatProblem, isError, type Problem } from "../../base/problem.ts";
import type { Config } from "../../config/config.ts";
import { declaredIn } from "../../config/known-names.ts";
import { readIssue } from "../../issue/read-issue.ts";
import { readTemplate } from "../../render/template/read-template.ts";
import type { Template } from "../../render/template/template.ts";
import type { MailSources, OwnWelcome } from "../../subscriptions/mails/mail-set.ts";
import { countOf } from "../newsletter.ts";

/** What the confirmation and welcome mails of a newsletter are made from, with every finding in it. */
export interface ReadMails {
  /** Undefined while something that all of them need has an error. */
  readonly sources?: MailSources;
  readonly problems: readonly Problem[];
}

export async function readMails(config: Config): Promise<ReadMails> {
  const { root, service, images: hosting } = config;
  const name = service.template ?? "weekly";
  const { template, problems } = await readTemplate(join("templates", name), root);
  if (template === undefined) return { problems };
  const welcome = await readWelcome(config, template, name);
  const all = [...problems, ...welcome.problems];
  if (all.some(isError)) return { problems: all };
  const { sender } = config.lists[0];
  const { language } = service;
  return {
    sources: {
      template,
      language,
      sender,
      hosting,
      ...(welcome.own === undefined ? {} : { welcome: welcome.own }),
    },
    problems: all,
  };
}

/** Throws a LetterpressError with every error. */
export async function mailsOf(config: Config): Promise<MailSources> {
  const { sources, problems } = await readMails(config);
  if (sources !== undefined) return sources;
  const errors = problems.filter(isError);
  throw new LetterpressError(
    "subscriptions/mails",
    `The confirmation and welcome mails have ${countOf(errors.length, "problem")}:\n${errors.map(formatProblem).join("\n")}\n`,
    "Mend them and start again.",
  );
}

async function readWelcome(
  config: Config,
  shared: Template,
  sharedName: string,
): Promise<{ readonly own?: OwnWelcome | "none"; readonly problems: readonly Problem[] }> {
  const { root, service } = config;
  if (service.welcome === undefined) return { problems: [] };
  if (service.welcome === false) return { own: "none", problems: [] };
  const { issue, images, problems } = await readIssue(root, service.welcome, declaredIn(config));
  if (issue === undefined || problems.some(isError)) return { problems };
  if (issue.template === sharedName) return { own: { issue, images, template: shared }, problems };
  const read = await readTemplate(join("templates", issue.template), root);
  const found = [...problems, ...read.problems];
  return read.template === undefined
    ? { problems: found }
    : { own: { issue, images, template: read.template }, problems: found };
}
