import type { Plugin } from "esbuild";

/**
 * What MJML brings along and Letterpress never runs: 3 MB. In place of each stands a function that throws, so that a
 * mistake here is an error and never another mail. `src/render/mjml/mjml.ts` says what MJML is asked for.
 */
const neverRun: readonly { readonly name: string; readonly importer: string; readonly only: string }[] = [
  { name: "htmlnano", importer: "mjml-core", only: "to minify" },
  { name: "cssnano-preset-lite", importer: "mjml-core", only: "to minify" },
  { name: "js-beautify", importer: "mjml-core", only: "to beautify" },
  { name: "web-resource-inliner", importer: "juice", only: "to read the files and pages that CSS names" },
  { name: "undici", importer: "cheerio", only: "to fetch pages" },
  { name: "encoding-sniffer", importer: "cheerio", only: "to find out the encoding of pages" },
];

/** Leaves it out where that importer asks for it, and only there. */
export const leftOut: Plugin = {
  name: "left-out",
  setup({ onResolve, onLoad }) {
    for (const { name, importer, only } of neverRun)
      onResolve({ filter: new RegExp(`^${name}$`) }, (asked) =>
        asked.importer.replaceAll("\\", "/").includes(`/node_modules/${importer}/`)
          ? { path: name, namespace: "left-out", pluginData: `${importer} needs it only ${only}` }
          : undefined,
      );
    onLoad({ filter: /./, namespace: "left-out" }, ({ path, pluginData }) => ({
      contents: throwing(`${path} is not in Letterpress: ${pluginData}, which it is never asked to.`),
    }));
  },
};

/** Whatever is called of it; that it is no module of ES is asked of it when it is loaded. */
function throwing(words: string): string {
  return `function leftOut() { throw new Error(${JSON.stringify(words)}); }
module.exports = new Proxy(leftOut, { get: (_, name) => (name === "__esModule" ? undefined : leftOut) });`;
}
