export const blocks = "blocks:\n  - letter: Hello\n";
/** An issue that says everything it must; `changes` are YAML, and undefined leaves a key out. */
export const full = (changes: Readonly<Record<string, string | undefined>>) => {
  const keys = { subject: "S", preheader: "P", date: "2026-09-01", ...changes };
  const lines = Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `${lines.join("\n")}\n${blocks}`;
};
