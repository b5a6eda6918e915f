/**
 * Under these a package may be part of a program under MIT when its name and its text go along. By their SPDX
 * identifiers.
 */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
]);

/**
 * Of an expression of SPDX: with OR one of them is enough, with AND all have to be allowed. Any other expression is
 * not.
 */
export function isAllowed(expression: string): boolean {
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, "$1");
  return bare.split(" OR ").some((one) => one.split(" AND ").every((id) => allowed.has(id)));
}
