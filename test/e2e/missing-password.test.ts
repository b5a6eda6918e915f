import { expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { issue, newsletter, relayWith, reported, storeOf } from "./newsletter.ts";

const environment = { SMTP_PASSWORD: "hunter2-secret" };

test("run-due and resume without the relay's password name themselves, and the mailing waits", async () => {
  await using relay = await relayWith({ extensions: ["AUTH PLAIN"] });
  await using project = await newsletter({
    port: relay.server.port,
    readers: 2,
    relay: "    user: editor\n    password: { env: SMTP_PASSWORD }",
  });
  const folder = project.root;
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const planned = await letterpressHere(
    { folder, environment },
    ...["send", issue, "--yes", "--at", later, "--no-wait"],
  );
  expect(planned.code).toBe(0);
  {
    await using store = await storeOf(folder);
    await store.db.updateTable("mailings").set({ scheduled_at: 1_000 }).execute();
  }

  const refused = async (name: string, ...args: readonly string[]) => {
    const before = await reported(folder);
    const { code, err } = await letterpressHere(folder, name, ...args);
    expect(code).toBe(1);
    expect(err).toContain('The password of the relay "main" is not set');
    expect(err).toContain(`SMTP_PASSWORD=… npx letterpress ${name} …`);
    expect(await reported(folder)).toEqual(before);
  };
  await refused("run-due");
  expect((await letterpressHere(folder, "pause", issue)).code).toBe(0);
  await refused("resume", issue, "--yes");
  expect(relay.server.kept).toHaveLength(0);

  expect((await letterpressHere({ folder, environment }, "resume", issue, "--yes")).code).toBe(0);
  expect(relay.server.kept).toHaveLength(2);
});
