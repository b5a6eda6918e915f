import { createRequire, flushCompileCache, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { type Globals, handOut } from "./jest-globals.ts";

const require = createRequire(import.meta.url);
const { default: Runtime } = require("jest-runtime") as typeof import("jest-runtime");

/*
 * How Jest loads a file of tests: as Node does. Jest's own way is a world of its own for each file (node:vm), in which
 * all modules are loaded anew and every look at a global takes a detour; a quarter of the processor time of all tests
 * went there. And a value of one world is no instance of what the other has by the same name. Here the files of a
 * worker have one world and one set of modules, as a process of Letterpress has. They can, because our modules hold no
 * state.
 */
export default class TestRuntime extends Runtime {
  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override async unstable_importModule(path: string): Promise<unknown> {
    if (loaded.has(path))
      throw new Error(
        "Node loads a file once, so Jest's --watch would not see what has changed. Type npm test again.",
      );
    loaded.add(path);
    return import(pathToFileURL(path).href);
  }

  /** What runs the tests is loaded anew for each file, because it holds the tests of the one before. */
  override requireInternalModule<Module = unknown>(path: string, to?: string): Module {
    if (to !== undefined || !path.includes("jest-circus")) return super.requireInternalModule(path, to);
    delete require.cache[path];
    for (const key of Object.getOwnPropertySymbols(globalThis))
      if (heldByJest.has(key.description)) Reflect.deleteProperty(globalThis, key);
    return require(path);
  }

  override setGlobalsForRuntime(
    globals: Globals & Parameters<typeof Runtime.prototype.setGlobalsForRuntime>[0],
  ): void {
    super.setGlobalsForRuntime(globals);
    handOut(globals);
  }

  /**
   * What Node has compiled is written after each file of tests. A worker that writes thousands of modules when it ends
   * takes longer than the half second after which Jest kills it, nothing is kept, and Jest says that a test has left
   * something open.
   */
  override teardown(): void {
    super.teardown();
    flushCompileCache();
  }
}

const loaded = new Set<string>();
const heldByJest: ReadonlySet<string | undefined> = new Set(["JEST_STATE_SYMBOL", "EVENT_HANDLERS"]);
const globals = new URL("./jest-globals.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "@jest/globals"
      ? { url: globals, format: "module-typescript", shortCircuit: true }
      : next(specifier, context),
});
