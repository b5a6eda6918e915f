import { expect, test } from "@jest/globals";
import { newsletter } from "../e2e/newsletter.ts";
import { canHaveTerminal, talkAtTerminal } from "../e2e/terminal.ts";
import { letterpressHere } from "../support/letterpress-here.ts";

test("What cannot be taken back is done for who types the word, and for nobody else", async () => {
  await using project = await newsletter({ port: 1, readers: 1 });
  const args = ["subscribers", "erase", "r1@example.org"];
  expect(await letterpressHere(project.root, ...args)).toMatchObject({
    code: 2,
    err: expect.stringContaining("Nobody is here to say that the person is to be erased. Say it with: npx"),
  });
  if (!canHaveTerminal()) return;
  const answered = (answer: string) =>
    talkAtTerminal(project.root, args, [['Type "erase" to erase them:', answer]]);
  for (const [answer, says, code] of [
    ["yes\r", "Nothing was erased.", 1],
    ["\u0003", "Interrupted; nothing was erased.", 130],
    ["Erase\r", "Erased.", 0],
  ] as const) {
    const { said, code: ended } = await answered(answer);
    expect(said).toContain(says);
    expect(ended).toBe(code);
  }
}, 60_000);
