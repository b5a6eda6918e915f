import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere } from "../support/letterpress-here.ts";
import { parseMetrics } from "../support/prometheus.ts";
import { send } from "./looking-at-status.ts";
import { issue, newsletter, relayWith, storeOf } from "./newsletter.ts";

describe("status --metrics", () => {
  test("is what a strict reader of Prometheus's format reads, and the numbers are those of status --json", async () => {
    await using relay = await relayWith({
      rcpt: ({ to }) => (/^r2@/.test(to) ? "550 5.1.1 Gone" : undefined),
    });
    await using project = await newsletter({ port: relay.server.port, readers: 4 });
    const only = 'not firstName = "Reader 4"';
    expect((await letterpressHere(project.root, ...send, "--only", only)).code).toBe(0);
    const { code, out } = await letterpressHere(project.root, "status", "--metrics");
    expect(code).toBe(0);
    const samples = parseMetrics(out);
    const valuesOf = (name: string, labels: Readonly<Record<string, string>>) =>
      samples
        .filter(
          (one) =>
            one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
        )
        .map(({ value }) => value);
    expect(samples[0]?.labels).toMatchObject({ issue, list: "weekly", only });
    const [json] = JSON.parse((await letterpressHere(project.root, "status", "--json")).out);
    for (const [state, readers] of Object.entries(json.counts))
      expect(valuesOf("letterpress_mailing_deliveries", { state })).toEqual([readers]);
    expect(valuesOf("letterpress_mailing_rejected", { because: "mailbox" })).toEqual([1]);
    expect(valuesOf("letterpress_mailing_state", { state: "finished" })).toEqual([1]);
    expect(valuesOf("letterpress_mailing_left", {})).toEqual([0]);
    expect(valuesOf("letterpress_mailing_finished_timestamp_seconds", {})).toEqual([json.finishedAt / 1_000]);
    expect(valuesOf("letterpress_mailing_next_try_timestamp_seconds", {})).toEqual([]);
  });

  test("has a cancelled mailing for seven days from the moment that it was cancelled, however old it is", async () => {
    await using relay = await relayWith();
    await using project = await newsletter({ port: relay.server.port, readers: 2 });
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await letterpressHere(project.root, ...send, "--at", at, "--no-wait")).code).toBe(0);
    const dayMs = 86_400_000;
    const set = async (times: { readonly created_at?: number; readonly finished_at?: number }) => {
      await using store = await storeOf(project.root);
      await store.db.updateTable("mailings").set(times).execute();
    };
    const shown = async () => (await letterpressHere(project.root, "status", "--metrics")).out;
    await set({ created_at: Date.now() - 30 * dayMs });
    expect((await letterpressHere(project.root, "cancel", issue, "--yes")).code).toBe(0);
    expect(await shown()).toMatch(/^letterpress_mailing_finished_timestamp_seconds\{/m);
    await set({ finished_at: Date.now() - 6 * dayMs });
    expect(await shown()).toMatch(/^letterpress_mailing_state\{.*state="cancelled"\} 1$/m);
    await set({ finished_at: Date.now() - 8 * dayMs });
    expect(parseMetrics(await shown())).toEqual([]);
  });

  test("says nothing is left out of what it documents, and refuses to be two things at once", async () => {
    await using project = await newsletter({ port: 9, readers: 0 });
    const { out } = await letterpressHere(project.root, "status", "--metrics");
    expect(parseMetrics(out)).toEqual([]);
    const documented = await readFile(new URL("../../docs/delivery.md", import.meta.url), "utf8");
    for (const [, name = ""] of out.matchAll(/^# TYPE (\S+)/gm)) expect(documented).toContain(`\`${name}\``);
    for (const both of [
      ["--json", "--metrics"],
      ["--watch", "--json"],
      ["--watch", "--metrics"],
    ])
      expect(await letterpressHere(project.root, "status", ...both)).toMatchObject({ code: 2 });
  });
});
