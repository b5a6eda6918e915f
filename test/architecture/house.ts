/**
 * The house as data: rooms and their floors, the door of every outside package, what only some files may do.
 * Words that are not used stand in GLOSSARY.md. Whoever changes this file changes the architecture, and says why in
 * docs/decisions/.
 */
export interface House {
  /** By the name of the folder below `src/`. */
  readonly rooms: Readonly<Record<string, Room>>;
  /** Which files may import a package: paths below `src/`; a path that ends in `/` is a whole room or folder. */
  readonly doors: Readonly<Record<string, readonly string[] | "anywhere">>;
  /** Development dependencies that scripts start and nothing imports. */
  readonly tools: readonly string[];
  readonly edges: readonly Edge[];
  /** Files that load code which a newsletter names. */
  readonly loaders: readonly string[];
  /** In lines, for every module: of the program, of tests, bench and build. */
  readonly longestFile: number;
  /** In characters, with its indentation. */
  readonly widestComment: number;
}

export interface Room {
  readonly floor: number;
  readonly mayImport: readonly string[];
}

/** Something that only a few files may do. */
export interface Edge {
  /** Matched against code without comments and texts. */
  readonly pattern: RegExp;
  readonly does: string;
  /** A folder or a file below `src/`. */
  readonly onlyIn: string;
  readonly instead: string;
}

const everyRoomBelowCli = [
  "base",
  "model",
  "source",
  "config",
  "issue",
  "store",
  "render",
  "message",
  "transport",
  "delivery",
  "subscriptions",
  "check",
  "preview",
  "web",
  "doctor",
];

const rooms: House["rooms"] = {
  base: { floor: 0, mayImport: [] },
  model: { floor: 1, mayImport: ["base"] },
  source: { floor: 2, mayImport: ["base", "model"] },
  config: { floor: 3, mayImport: ["base", "model", "source"] },
  issue: { floor: 3, mayImport: ["base", "model", "source"] },
  store: { floor: 3, mayImport: ["base", "model"] },
  render: { floor: 4, mayImport: ["base", "model", "source"] },
  message: { floor: 5, mayImport: ["base", "model"] },
  transport: { floor: 6, mayImport: ["base", "model"] },
  delivery: { floor: 7, mayImport: ["base", "model", "store", "message", "transport"] },
  subscriptions: { floor: 7, mayImport: ["base", "model", "store", "render", "message", "transport"] },
  check: { floor: 7, mayImport: ["base", "model", "issue", "render", "message"] },
  preview: {
    floor: 8,
    mayImport: ["base", "model", "config", "issue", "store", "render", "message", "check", "transport"],
  },
  web: {
    floor: 8,
    mayImport: [
      "base",
      "model",
      "config",
      "issue",
      "store",
      "render",
      "message",
      "transport",
      "subscriptions",
    ],
  },
  doctor: {
    floor: 8,
    mayImport: ["base", "model", "config", "issue", "store", "render", "message", "transport"],
  },
  cli: { floor: 9, mayImport: everyRoomBelowCli },
};

const doors: House["doors"] = {
  "@hono/node-server": ["preview/server/local-server.ts", "web/server/serve.ts"],
  "axe-core": ["preview/server/browser-files.ts"],
  commander: ["cli/"],

  "fastest-levenshtein": ["base/suggest.ts"],
  handlebars: [
    "render/pages/compile-pages.ts",
    "render/template/compiled-once.ts",
    "render/template/fill.ts",
  ],
  hono: ["preview/", "web/"],
  "image-size": ["issue/pictures/read-images.ts"],
  kysely: ["store/"],
  // Types only; the parser itself has the one door below.
  mdast: ["issue/"],
  "mdast-util-from-markdown": ["issue/markdown/markdown.ts"],
  "mdast-util-gfm-autolink-literal": ["issue/markdown/markdown.ts"],
  "mdast-util-gfm-strikethrough": ["issue/markdown/markdown.ts"],
  "mdast-util-gfm-table": ["issue/markdown/markdown.ts"],
  "micromark-extension-cjk-friendly": ["issue/markdown/markdown.ts"],
  "micromark-extension-gfm-autolink-literal": ["issue/markdown/markdown.ts"],
  "micromark-extension-gfm-strikethrough": ["issue/markdown/markdown.ts"],
  "micromark-extension-gfm-table": ["issue/markdown/markdown.ts"],
  mjml: ["render/mjml/mjml.ts"],
  nodemailer: ["transport/module-transport.ts", "transport/smtp-connection.ts"],
  "postal-mime": ["preview/mail/read-mail.ts"],
  "smtp-server": ["preview/inbox/inbox.ts"],
  "string-width": ["render/text/wrap.ts"],
  yaml: ["source/"],
  zod: ["source/", "issue/", "config/"],

  "node:buffer": "anywhere",
  "node:child_process": ["check/outside/spam/spam-program.ts", "cli/git/git.ts", "cli/text-editor.ts"],
  "node:crypto": "anywhere",
  "node:dns": ["check/outside/online/request.ts", "doctor/dns/dns.ts"],
  "node:path": "anywhere",
  "node:timers": "anywhere",
  "node:url": "anywhere",
  // The rooms that read or write files: every other room gets values.
  "node:fs": [
    "base/read-inside.ts",
    "cli/",
    "config/",
    "issue/pictures/",
    "preview/",
    "render/template/read-template.ts",
    "store/inspect-store.ts",
    "store/run-marks.ts",
    "store/sqlite-file.ts",
    "store/sync-folder.ts",
    "store/unsubscribe-journal.ts",
    "store/wal-sync.ts",
    "transport/outbox.ts",
    "web/archive/read-picture.ts",
  ],
  "node:http": ["check/outside/online/request.ts"],
  "node:https": ["check/outside/online/request.ts", "doctor/service/ask.ts"],
  "node:module": ["cli/keep-compiled.ts"],
  "node:net": [
    // What an IP address is, and nothing that connects: docs/decisions/0050.
    "base/private-address.ts",
    "check/outside/online/",
    "check/outside/spam/spamd.ts",
    "config/",
    "doctor/",
    "preview/",
    "transport/",
    "web/server/",
  ],
  "node:os": ["cli/"],
  "node:readline": ["cli/"],
  "node:sqlite": ["store/"],
  // For who looks at a relay, at the readers' service or into a mailbox.
  "node:tls": ["doctor/", "transport/shown-certificate.ts", "transport/visit-relay.ts"],
  "node:util": ["cli/"],
  "node:v8": ["cli/send/hold-heap.ts"],
  // Where threads begin, and the two ends of each crossing.
  "node:worker_threads": [
    "base/begin-thread.ts",
    "check/check-thread.ts",
    "cli/plan/plan-thread.ts",
    "delivery/ledger/ledger-thread.ts",
    "delivery/ledger/ledger-thread-link.ts",
    "delivery/press/press-thread.ts",
    "delivery/press/press-thread-link.ts",
    "render/mjml/mjml-thread.ts",
  ],
};

// @types/node has the types of everything that is imported as node:…
const tools: House["tools"] = [
  "@arethetypeswrong/cli",
  "publint",
  "@biomejs/biome",
  "@types/node",
  "jest",
  "node",
  "typescript",
];

const edges: readonly Edge[] = [
  {
    pattern: /(?<![.\w$])(?:globalThis\s*\.\s*)?process\b(?!\s*[:(])/g,
    does: "uses process",
    onlyIn: "cli/",
    instead: "take the value as an argument, and let a command in cli/ pass it in",
  },
  {
    pattern: /(?<![.\w$])(?:globalThis\s*\.\s*)?console\b(?!\s*[:(])/g,
    does: "uses console",
    onlyIn: "cli/",
    instead: "return a value or an event, and let a command in cli/ show it",
  },
  {
    pattern: /(?<![.\w$])(?:new\s+Date\b|Date\s*\.\s*now\b|Date\s*\()/g,
    does: "reads the time or makes a Date",
    onlyIn: "base/clock.ts",
    instead: "take a Clock or an Instant as an argument, or use a function of base/clock.ts",
  },
  {
    pattern: /^(?:export )?let\b/gm,
    does: "keeps something that changes in a module",
    onlyIn: "preview/browser/",
    instead: "keep it in a value that whoever needs it is given: the tests of a worker share their modules",
  },
];

const loaders: House["loaders"] = ["transport/module-transport.ts"];

export const house: House = { rooms, doors, tools, edges, loaders, longestFile: 300, widestComment: 120 };
