/** One sample of Prometheus's text format. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const nameText = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const helpLine = new RegExp(`^# HELP (${nameText}) (\\S.*)$`);
const typeLine = new RegExp(`^# TYPE (${nameText}) (counter|gauge|histogram|summary|untyped)$`);
const sampleLine = new RegExp(`^(${nameText})(?:\\{(.*)\\})? (\\S+)$`);
const labelText = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const floatText = /^(?:NaN|[+-]?(?:Inf|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))$/;

/**
 * Reads the text format of Prometheus (version 0.0.4) as its strictest reader would: HELP, then TYPE, then the samples
 * of one metric, each metric once; known escapes only; no series twice; a line feed at the end. Throws at the first
 * breach, with its line.
 */
export function parseMetrics(text: string): readonly MetricSample[] {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const samples: MetricSample[] = [];
  const seen = new Set<string>();
  const series = new Set<string>();
  let [helped, typed, kind]: (string | undefined)[] = [];
  for (const [index, line] of text.slice(0, -1).split("\n").entries()) {
    const breach = (what: string) => new Error(`line ${index + 1} ${what}: ${line}`);
    if (line.startsWith("#")) {
      const help = helpLine.exec(line)?.[1];
      const [, type, kindOf] = typeLine.exec(line) ?? [];
      if (help !== undefined) {
        if (seen.has(help)) throw breach("begins a metric a second time");
        seen.add(help);
        [helped, typed] = [help, undefined];
      } else if (type !== undefined && type === helped && typed === undefined) [typed, kind] = [type, kindOf];
      else throw breach("is no HELP, and no TYPE after its HELP");
      continue;
    }
    const [, name, labels = "", value = ""] = sampleLine.exec(line) ?? [];
    if (name === undefined) throw breach("is no sample");
    const family = kind === "histogram" ? name.replace(/_(?:bucket|sum|count)$/, "") : name;
    if (family !== typed) throw breach("is a sample away from its metric");
    if (!floatText.test(value)) throw breach("has a value that is no number");
    const sample = { name, labels: labelsIn(labels, breach), value: Number(value) };
    const key = JSON.stringify([name, Object.entries(sample.labels).sort()]);
    if (series.has(key)) throw breach("is a series that was there");
    series.add(key);
    samples.push(sample);
  }
  return samples;
}

function labelsIn(text: string, breach: (what: string) => Error): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ""; ) {
    const [all, name, value = ""] = labelText.exec(rest) ?? [];
    if (all === undefined || name === undefined) throw breach("has labels that cannot be read");
    if (Object.hasOwn(labels, name)) throw breach(`has the label ${name} twice`);
    labels[name] = value.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
    rest = rest.slice(all.length);
  }
  return labels;
}
