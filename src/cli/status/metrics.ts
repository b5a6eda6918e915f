import { type DeliveryState, deliveryStates, skipReasons } from "../../model/mailing.ts";
import { rejectionCauses } from "../../model/outcome.ts";
import type { MailingReport } from "./mailing-report.ts";

/*
 * The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/): HELP and TYPE of a
 * metric, then all its samples; moments are seconds since 1970. Every state there is has a sample, also with 0, so that
 * a rule never waits for a series to begin. Names and labels are described in docs/delivery.md, and do not change.
 */
export function metricsText(reports: readonly MailingReport[]): string {
  return metrics
    .map(({ name, help, samples }) => {
      const lines = reports.flatMap((report) =>
        samples(report).map((sample) => lineOf(name, report, sample)),
      );
      return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.map((line) => `${line}\n`).join("")}`;
    })
    .join("");
}

interface Metric {
  readonly name: string;
  readonly help: string;
  samples(report: MailingReport): readonly Sample[];
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const states = ["planned", "running", "interrupted", "paused", "finished", "cancelled"] as const;

const metrics: readonly Metric[] = [
  {
    name: "letterpress_mailing_deliveries",
    help: "Readers of a mailing by the state of their delivery.",
    samples: ({ counts }) =>
      deliveryStates.map((state: DeliveryState) => ({ labels: { state }, value: counts[state] })),
  },
  {
    name: "letterpress_mailing_left",
    help: "Readers who still need something: a message, another try, or a decision.",
    samples: ({ left }) => [{ value: left }],
  },
  {
    name: "letterpress_mailing_state",
    help: "1 for the state that a mailing is in, 0 for the others.",
    samples: (report) =>
      states.map((state) => ({ labels: { state }, value: Number(report.state === state) })),
  },
  {
    name: "letterpress_mailing_rejected",
    help: "Rejected readers by what the relay was unhappy with.",
    samples: ({ rejectedBecause }) =>
      rejectionCauses.map((because) => ({ labels: { because }, value: rejectedBecause[because] })),
  },
  {
    name: "letterpress_mailing_skipped",
    help: "Skipped readers by reason.",
    samples: ({ reasons }) =>
      skipReasons.map((reason) => ({
        labels: { reason },
        value: sum(reasons.skipped.filter((one) => one.reason === reason)),
      })),
  },
  {
    name: "letterpress_mailing_messages_per_second",
    help: "Messages that relays took in a second, over the last half minute to minute; 0 while nobody sends.",
    samples: ({ perSecond = 0 }) => [{ value: perSecond }],
  },
  moment("approved", "When a mailing was approved", ({ mailing }) => mailing.createdAt),
  moment("scheduled", "When a mailing is to start", ({ mailing }) => mailing.scheduledAt),
  moment("finished", "When nobody was left, or a person cancelled it", ({ mailing }) => mailing.finishedAt),
  moment("next_try", "When the first deferred reader is tried again", ({ due }) => due?.first),
];

function moment(what: string, help: string, at: (report: MailingReport) => number | undefined): Metric {
  return {
    name: `letterpress_mailing_${what}_timestamp_seconds`,
    help: `${help}, in seconds since 1970; absent where there is no such moment.`,
    samples: (report) => {
      const found = at(report);
      return found === undefined ? [] : [{ value: found / 1_000 }];
    },
  };
}

function sum(reasons: readonly { readonly readers: number }[]): number {
  return reasons.reduce((total, { readers }) => total + readers, 0);
}

function lineOf(name: string, { mailing }: MailingReport, { labels = {}, value }: Sample): string {
  const { issue, list, only = "" } = mailing;
  const all = Object.entries({ issue, list, only, ...labels }).map(
    ([key, text]) => `${key}="${escaped(text)}"`,
  );
  return `${name}{${all.join(",")}} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
