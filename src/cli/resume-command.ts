/** What a person types to send an issue, or to go on with it: safe to paste into a shell. */
export function resumeCommand(send: {
  /** As it was typed, so that a path is found again. */
  readonly issue: string;
  readonly list?: string | undefined;
  readonly relay?: string | undefined;
}): string {
  const { issue, list, relay } = send;
  const words = ["npx", "letterpress", "send", issue];
  if (list !== undefined) words.push("--list", list);
  if (relay !== undefined) words.push("--relay", relay);
  return words.map(quoted).join(" ");
}

/** As a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
