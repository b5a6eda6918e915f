/** `812 bytes`, `4.2 KB`, `1.2 MB`; of 1,024, because Gmail's limits are 100 and 16 KB of them. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = rounded(bytes / 1024);
  return Number(kilobytes) < 1024 ? `${kilobytes} KB` : `${rounded(bytes / 1024 / 1024)} MB`;
}

/** With one decimal where it says something. */
function rounded(number: number): string {
  return number >= 99.95 || Number.isInteger(number) ? String(Math.round(number)) : number.toFixed(1);
}
