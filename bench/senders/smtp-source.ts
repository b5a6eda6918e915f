import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { Measure } from "./job.ts";

const program = "/usr/sbin/smtp-source";

export const hasSmtpSource = existsSync(program);

/**
 * postfix's `smtp-source`, in C: it sends the letter X, reads no content, keeps no record, encodes nothing. A ceiling,
 * not a rival. `bash` takes the time, because Node does not tell what a child has used.
 */
export async function runSmtpSource(job: {
  readonly port: number;
  readonly readers: number;
  readonly connections: number;
  readonly messageBytes: number;
}): Promise<Measure> {
  const { stderr } = await promisify(execFile)("bash", [
    ...["-c", 'TIMEFORMAT="%3R %3U %3S"; time "$@"', "bench"],
    ...[program, "-s", String(job.connections), "-l", String(job.messageBytes), "-m", String(job.readers)],
    ...["-d", "-f", "bench@example.org", "-t", "reader@example.org", `127.0.0.1:${job.port}`],
  ]);
  const [seconds = 0, user = 0, system = 0] = stderr.trim().split(" ").map(Number);
  return { seconds, cpuSeconds: user + system };
}
