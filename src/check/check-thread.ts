import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { LetterpressError } from "../base/errors.ts";
import type { CheckAnswer, CheckQuestion, CheckThreadStart } from "./checker-apart.ts";

/*
 * The first file of a thread that checks issues (checker-apart.ts). Started as a file, not imported. What it needs is loaded behind the line
 * that says where Node keeps what it has compiled: a thread does not know that of the thread that started it.
 */
const { compiled } = workerData as CheckThreadStart;
if (compiled !== undefined) enableCompileCache(compiled);
const { checkIssue } = await import("./check-issue.ts");
const { shelfByMark } = await import("./checker.ts");
const { loadMjml } = await import("../render/mjml/mjml.ts");

const templatesAt = shelfByMark();
parentPort?.on("message", async (question: CheckQuestion) => {
  const { number } = question;
  parentPort?.postMessage({ number, ...(await answerTo(question)) });
});
await loadMjml();

type Said = CheckAnswer extends infer One ? (One extends unknown ? Omit<One, "number"> : never) : never;

async function answerTo({ context, file, mark }: CheckQuestion): Promise<Said> {
  try {
    const templates = templatesAt(context.root, mark);
    return { status: "checked", checked: await checkIssue({ ...context, templates }, file) };
  } catch (fault) {
    if (!(fault instanceof LetterpressError)) return { status: "broken", fault };
    const { code, message, remedy } = fault;
    return { status: "unreadable", code, message, remedy };
  }
}
