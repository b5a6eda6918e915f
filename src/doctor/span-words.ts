/** `40 seconds`, `12 minutes`, `3 hours`, `5 days`, roughly. */
export function spanWords(ms: number): string {
  const seconds = Math.abs(ms) / 1_000;
  const [value, unit] =
    seconds < 90
      ? [seconds, "second"]
      : seconds < 5_400
        ? [seconds / 60, "minute"]
        : seconds < 172_800
          ? [seconds / 3_600, "hour"]
          : [seconds / 86_400, "day"];
  const whole = Math.max(1, Math.round(value));
  return `${whole.toLocaleString("en")} ${unit}${whole === 1 ? "" : "s"}`;
}
