import { describe, expect, test } from "@jest/globals";
import { configText } from "../support/config-text.ts";
import { configOf, read } from "../support/configuration.ts";

describe("the readers' service", () => {
  const service = (inside: string) => configText({ service: `{form: {${inside}}}` });

  test("takes sign-ups from scripts of the origins that are named, and of none unless told", () => {
    expect(configOf(configText()).service.form.origins).toEqual([]);
    const origins = ["https://www.example.org", "http://localhost:3000"];
    expect(configOf(service(`origins: ${JSON.stringify(origins)}`)).service.form.origins).toEqual(origins);
  });

  test.each([
    "*",
    "www.example.org",
    "https://www.example.org/",
    "https://www.example.org/a",
    "HTTPS://www.example.org",
    "null",
    "ftp://example.org",
  ])("is told that %s is no origin", (origin) => {
    expect(read(service(`origins: [${JSON.stringify(origin)}]`)).sentences).toEqual([
      expect.stringContaining("is not the origin of a site. Write it like https://www.example.org"),
    ]);
  });
});
