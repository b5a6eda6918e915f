/** `a, b and 4 more`: the first ten. DNS and mails are written by strangers, who may write thousands of anything. */
export function fewWords(all: readonly string[], separator = ", "): string {
  const more = all.length - most;
  return `${all.slice(0, most).join(separator)}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

const most = 10;
