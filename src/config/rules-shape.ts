import { z } from "zod";
import { severities } from "../base/problem.ts";

const ruleName = z.string().regex(/^check\/[a-z]+(?:-[a-z]+)*$/, {
  error: ({ input }) =>
    `"${String(input)}" is not the name of a rule.\nRules are called check/… and stand in docs/rules.md.`,
});

/** How bad each rule of `check` is for this newsletter. */
export const rulesShape = z.record(ruleName, z.enum([...severities, "ignore"])).default({});
