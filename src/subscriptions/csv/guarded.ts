/**
 * Spreadsheets run what looks like a formula, also in a file that a stranger filled by signing up. So whatever
 * Letterpress writes has an apostrophe before such a value, and before one that has the apostrophe already; that way it
 * can be taken away again without loss.
 */
export function guarded(value: string): string {
  return /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

/** The value before `guarded`; only of a file that Letterpress wrote. */
export function unguarded(value: string): string {
  return /^'+[=+\-@\t\r]/.test(value) ? value.slice(1) : value;
}

/** The value of a cell that a spreadsheet wrote: `="00123"` is how some keep the zeros of 00123. */
export function plain(value: string): string {
  if (!value.startsWith('="') || !value.endsWith('"') || value.length < 3) return value;
  return value.slice(2, -1).replaceAll('""', '"');
}
