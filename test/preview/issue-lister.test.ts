import { expect, test } from "@jest/globals";
import { fingerprint } from "../../src/preview/desk/fingerprint.ts";
import { issueLister } from "../../src/preview/desk/issue-lister.ts";
import { issueTexts } from "../../src/preview/desk/issue-texts.ts";
import { issueText, tempProject } from "../support/temp-project.ts";

test("Of many issues the newest are read at once, and the others in the pauses, oldest errors too", async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `2026-09-${String(index + 1).padStart(2, "0")}-one`);
  const dated = (id: string, letter: string) =>
    issueText({ subject: `Of ${id}`, letter }).replace(/^date:.*$/m, `date: ${id.slice(0, 10)}`);
  const [oldest = "", ...others] = ids;
  await using project = await tempProject({
    [oldest]: dated(oldest, "Hello {{fistName}}."),
    ...Object.fromEntries(others.map((id) => [id, dated(id, "Hello.")])),
  });
  const told = Promise.withResolvers<void>();
  const list = issueLister(project.root, issueTexts(), told.resolve);
  const now = async (open?: string) => list(project.config, await fingerprint(project.root), open);
  const first = await now("2026-09-02-one");
  expect(first.map(({ id }) => id)).toEqual(ids.toReversed());
  expect(first.every(({ id, title, date }) => title === `Of ${id}` && date === id.slice(0, 10))).toBe(true);
  const read = first.filter(({ status }) => status !== undefined).map(({ id }) => id);
  expect(read).toEqual([...ids.toReversed().slice(0, 12), "2026-09-02-one"]);
  await told.promise;
  const later = await now();
  expect(later.every(({ status }) => status !== undefined)).toBe(true);
  expect(later.at(-1)).toMatchObject({ id: oldest, errors: 1 });
});
