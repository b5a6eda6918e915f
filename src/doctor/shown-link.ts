import { withoutToken } from "../base/subscription-token.ts";

/**
 * A link as somebody else wrote it, for a report: its beginning, and without a token, also a made-up one: nobody should
 * learn to look for them there.
 */
export function shownLink(link: string): string {
  return withoutToken(link).slice(0, 200);
}
