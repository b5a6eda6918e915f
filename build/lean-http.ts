import type { Plugin } from "esbuild";

/**
 * `import "node:http"` reads everything that module has, and one of it (`WebSocket`) makes Node load its client for the
 * web, which takes longer than an empty program. Taken like this, the module gives only what is used.
 */
export const leanHttp: Plugin = {
  name: "lean-http",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?http$/ }, () => ({ path: "http", namespace: "lean-http" }));
    onLoad({ filter: /./, namespace: "lean-http" }, () => ({
      contents: 'module.exports = process.getBuiltinModule("node:http");',
    }));
  },
};
