import * as z from "zod";
import { severities } from "../base/problem.ts";

const ruleName = z.string().regex(/^(?:check|config|issue|render|yaml)\/[a-z]+(?:-[a-z]+)*$/, {
  error: ({ input }) =>
    `"${String(input)}" is not the name of a rule.\nWrite it as check prints it, in brackets; npx letterpress docs rules has them all.`,
});

/** How bad each rule of `check` is for this newsletter. */
export const rulesShape = z.record(ruleName, z.enum([...severities, "ignore"])).default({});
