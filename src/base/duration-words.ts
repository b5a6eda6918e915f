/** `40 seconds`, `12 minutes`, `3.5 hours`, `5 days`: roughly, and a second at least. */
export function durationWords(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 90) return counted(Math.max(1, seconds), "second");
  if (seconds < 5_400) return counted(seconds / 60, "minute");
  if (seconds < 172_800) return counted(seconds / 3_600, "hour", 1);
  return counted(seconds / 86_400, "day");
}

function counted(value: number, unit: string, decimals = 0): string {
  const count = value.toLocaleString("en", { maximumFractionDigits: decimals });
  return `${count} ${unit}${count === "1" ? "" : "s"}`;
}
