import type { Instant } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import type { Config, ListConfig, RelayConfig } from "../../config/config.ts";
import type { AudienceExpression } from "../../model/audience.ts";
import type { Mailing } from "../../model/mailing.ts";
import type { Decision } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { signingKeys } from "./signing.ts";
import type { Terminal } from "../terminal.ts";

/** What a person asked for with `letterpress send`. */
export interface SendRequest {
  readonly terminal: Terminal;
  readonly config: Config;
  readonly list: ListConfig;
  /** For some readers of the list only. */
  readonly only?: AudienceExpression;
  readonly relays: readonly RelayConfig[];
  readonly store: Store;
  /** The issue as it was typed. */
  readonly named: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly approvedPlan?: string;
  /** Not to be sent before. */
  readonly scheduledAt?: Instant;
  /** Whether this process waits for that time. */
  readonly wait: boolean;
  /** Who is left gets the issue as it is now. */
  readonly adopt: boolean;
  /** It goes on although many addresses do not exist. */
  readonly acceptBounces: boolean;
  /** For readers who may have a copy. */
  readonly decision?: Decision | "ask";
  /** What to type to go on. */
  readonly resume: string;
  /** What to type to go on with it after a person has paused it. */
  readonly resumePaused: string;
  /** It was asked for with `resume`: also a mailing that a person has paused goes on, as it was frozen. */
  readonly resuming: boolean;
}

/** What to type to go on with a mailing as it is: one that a person has paused is not gone on with by `send`. */
export function goesOnWith(
  { resume, resumePaused }: SendRequest,
  { stoppedBy }: Pick<Mailing, "stoppedBy">,
): string {
  return stoppedBy === "person" ? resumePaused : resume;
}

export interface SendAnswer {
  readonly code: ExitCode;
  /** What `--json` prints. */
  readonly json?: unknown;
}

/**
 * Asks for the number of readers, the one thing a person who has not read the plan does not know. Undefined is a yes;
 * otherwise nothing may be sent, and the command ends with this code. Throws when messages cannot be signed as they are
 * meant to be: nobody is asked for what cannot be done then.
 */
export async function refusal(
  { terminal, config, yes }: SendRequest,
  readers: number,
): Promise<ExitCode | undefined> {
  await signingKeys(config, terminal);
  if (yes) return undefined;
  if (!terminal.interactive)
    throw new LetterpressError(
      "use/no-terminal",
      "Nobody is here to approve the plan.",
      "Look at it with --dry-run, then send with --yes.",
    );
  const answer = await terminal.ask("Type the number of readers to send: ");
  if (answer.status === "interrupted") {
    terminal.note("Interrupted; nothing was sent.");
    return exitCodes.interrupted;
  }
  if (answer.text.trim().replaceAll(",", "") === String(readers)) return undefined;
  terminal.note(`That is not ${readers.toLocaleString("en")}; nothing was sent.`);
  return exitCodes.incomplete;
}

export function planChanged(approved: string, found: string): LetterpressError {
  return new LetterpressError(
    "delivery/plan-changed",
    `The plan was approved as ${approved}, and now it is ${found}: the issue, the template, the sender or the list differs.`,
    "Nothing was sent. Look at the new plan with --dry-run.",
  );
}

export function pausedByPerson(resume: string): LetterpressError {
  return new LetterpressError(
    "delivery/paused",
    "A person has paused this mailing.",
    `Nothing was sent. Go on with: ${resume}`,
  );
}
