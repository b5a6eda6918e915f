/** `1.5 GB`, `340 KB`: bytes for people, in powers of 1024. */
export function sizeWords(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const value = bytes / 1024 ** step;
  return `${value.toLocaleString("en", { maximumFractionDigits: step === 0 || value >= 10 ? 0 : 1 })} ${units[step]}`;
}

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
