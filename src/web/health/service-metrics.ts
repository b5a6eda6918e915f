/*
 * The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). Counters begin at 0
 * with the process. Routes are patterns (`/u/:token`), so no label ever holds what a reader sent. The names do not
 * change.
 */

/** What the readers' service counts. */
export class ServiceMetrics {
  readonly #counters = new Map<string, Counter>();
  readonly #buckets = bounds.map(() => 0);
  #requests = 0;
  #seconds = 0;

  /** One more of something. `name` and the keys of `labels` are words of ours. */
  count(name: CounterName, labels: Readonly<Record<string, string>> = {}): void {
    const key = `${name} ${Object.values(labels).join(" ")}`;
    const counter = this.#counters.get(key);
    if (counter === undefined) this.#counters.set(key, { name, labels, value: 1 });
    else counter.value += 1;
  }

  /** How long an answer took. */
  took(ms: number): void {
    const seconds = ms / 1000;
    this.#requests += 1;
    this.#seconds += seconds;
    for (const [index, bound] of bounds.entries())
      if (seconds <= bound) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
  }

  /** `gauges` are values of this moment. */
  text(gauges: readonly { readonly name: string; readonly help: string; readonly value: number }[]): string {
    const counters = Object.entries(counterHelp).map(([name, help]) => {
      const samples = [...this.#counters.values()].filter((one) => one.name === name);
      const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
      return `# HELP ${name} ${help}\n# TYPE ${name} counter\n${lines.join("")}`;
    });
    const now = gauges.map(
      ({ name, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`,
    );
    return [...counters, this.#histogram(), ...now].join("");
  }

  #histogram(): string {
    const name = "letterpress_service_answer_seconds";
    const lines = bounds.map((bound, index) => `${name}_bucket{le="${bound}"} ${this.#buckets[index]}\n`);
    return `# HELP ${name} How long answers took.\n# TYPE ${name} histogram\n${lines.join("")}${name}_bucket{le="+Inf"} ${this.#requests}\n${name}_sum ${this.#seconds}\n${name}_count ${this.#requests}\n`;
  }
}

const counterHelp = {
  letterpress_service_answers_total: "Answers by route, method and status.",
  letterpress_service_sign_ups_total: "Sign-ups that were taken.",
  letterpress_service_sign_ups_refused_total:
    "Sign-ups that were refused, because of the limit for a network or for everybody.",
  letterpress_service_unsubscribed_total: "Subscriptions ended, by the way: one-click, page or preferences.",
  letterpress_service_votes_total: "Votes in polls.",
} as const;
export type CounterName = keyof typeof counterHelp;

interface Counter {
  readonly name: CounterName;
  readonly labels: Readonly<Record<string, string>>;
  value: number;
}

/** Seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/["\\\n]/g, "_")}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
