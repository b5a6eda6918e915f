import { createRequire } from "node:module";
import { TestEnvironment } from "jest-environment-node";

/** Where Jest runs a file of tests. It stands outside of what is loaded anew for each, and hands MJML in from there. */
export default class Environment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.defineProperty(this.global, "mjml", { get: () => createRequire(import.meta.url)("mjml") });
  }
}
