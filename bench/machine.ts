import { availableParallelism, cpus, loadavg } from "node:os";

/** Above this, something else is at work, and even ratios are not to be trusted to the last digit. */
const quietLoad = 0.5;

/** The head of a report: what it was measured on and when, and whether the machine was busy with something else. */
export function machineWords(): string {
  const [load = 0] = loadavg();
  const facts = [
    cpus()[0]?.model ?? "unknown processor",
    `${availableParallelism()} cores`,
    `Node ${process.versions.node}`,
    new Date().toISOString().slice(0, 10),
    `load average ${load.toFixed(2)} at the start`,
  ];
  const noisy =
    load > quietLoad
      ? `\n\n**The machine was noisy** (load average above ${quietLoad}): do not publish these figures, wait and measure again.`
      : "";
  return `${facts.join(", ")}.${noisy}`;
}
