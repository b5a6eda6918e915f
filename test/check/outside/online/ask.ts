import {
  type LinkAnswers,
  type LinkAskerOptions,
  linkAsker,
} from "../../../../src/check/outside/online/link-asker.ts";
import { judge } from "../../../../src/check/outside/online/judge.ts";
import { linkMemory } from "../../../../src/check/outside/online/link-memory.ts";

/** How tests ask: machines of this network too, without a pause, and at a fixed time. */
export function asking(changes: Partial<LinkAskerOptions> = {}): LinkAskerOptions {
  return {
    memory: linkMemory("", 1_000),
    clock: { now: () => 1_000_000 },
    userAgent: "Letterpress/test (+https://news.example.org)",
    timeoutMs: 5_000,
    pauseMs: 0,
    atOnce: 8,
    intranet: true,
    whyUnasked: () => undefined,
    isOwn: () => false,
    onProgress: () => undefined,
    ...changes,
  };
}

/** What is said of one address: `good`, `unclear: …`, or `check/… : message remedy`. */
export async function said(
  url: string,
  changes: Partial<LinkAskerOptions> & { readonly kind?: "link" | "picture" } = {},
): Promise<string> {
  const { kind = "link", ...options } = changes;
  const { answers } = await linkAsker(asking(options)).ask([url]);
  return judged(url, answers, kind);
}

export function judged(
  url: string,
  answers: LinkAnswers["answers"],
  kind: "link" | "picture" = "link",
): string {
  const answer = answers.get(url);
  if (answer === undefined) return "no answer";
  const found = judge({ url, kind }, answer);
  if (found.status === "good") return "good";
  if (found.status === "unclear") return `unclear: ${found.why}`;
  return `${found.rule.id}: ${found.message} ${found.remedy}`;
}
