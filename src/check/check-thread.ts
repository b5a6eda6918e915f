import { parentPort, workerData } from "node:worker_threads";
import { LetterpressError } from "../base/errors.ts";
import type { CheckAnswer, CheckQuestion } from "./check-apart.ts";
import { checkIssue } from "./check-issue.ts";

/* The first file of a thread that checks one issue and ends (check-apart.ts). Started as a file, not imported. */
const { context, file } = workerData as CheckQuestion;

parentPort?.postMessage(await answer());

async function answer(): Promise<CheckAnswer> {
  try {
    return { status: "checked", checked: await checkIssue(context, file) };
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) throw fault;
    const { code, message, remedy } = fault;
    return { status: "unreadable", code, message, remedy };
  }
}
