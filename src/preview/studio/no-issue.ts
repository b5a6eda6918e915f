import type { Context } from "hono";

/** What is said of an issue whose file is not there, which a page that is open may still show. */
export function noIssueWords(id: string): string {
  return `There is no issue "${id}" in issues/. If its file was deleted or renamed, put it back; or choose another issue.`;
}

/** The answer to whoever asks something of such an issue. */
export function noIssue(context: Context): Response {
  return context.text(noIssueWords(context.req.param("id") ?? ""), 404);
}
