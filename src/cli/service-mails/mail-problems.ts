import { join } from "node:path";
import type { Problem } from "../../base/problem.ts";
import type { Config } from "../../config/config.ts";
import { templateNames } from "../../render/template/read-template.ts";
import { checkMails } from "../../subscriptions/mails/mail-set.ts";
import { readMails } from "./read-mails.ts";

/**
 * What is wrong with the confirmation and welcome mails. Nothing while a newsletter has neither chosen a template for
 * them nor the usual one.
 */
export async function mailProblems(config: Config): Promise<readonly Problem[]> {
  const { root, service } = config;
  const names = await templateNames(join(root, "templates"));
  if (service.template === undefined && !names.includes("weekly")) return [];
  const { sources, problems } = await readMails(config);
  return sources === undefined ? problems : [...problems, ...(await checkMails(sources))];
}
