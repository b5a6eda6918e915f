import type { Command } from "../command.ts";
import { assets } from "./assets.ts";
import { cancel } from "./cancel.ts";
import { check } from "./check.ts";
import { demo } from "./demo.ts";
import { dkim } from "./dkim.ts";
import { newIssue } from "./new.ts";
import { pause } from "./pause.ts";
import { preview } from "./preview.ts";
import { render } from "./render.ts";
import { resume } from "./resume.ts";
import { runDue } from "./run-due.ts";
import { send } from "./send.ts";
import { status } from "./status.ts";
import { subscribers } from "./subscribers.ts";

/** Every command, in the order in which help names them. */
export const commands: readonly Command[] = [
  demo,
  newIssue,
  check,
  preview,
  render,
  assets,
  send,
  status,
  pause,
  resume,
  cancel,
  runDue,
  subscribers,
  dkim,
];
