#!/usr/bin/env node
// The first thing that runs, perhaps on a Node that cannot read the rest: it imports nothing before it has looked.
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `Letterpress needs Node 24 or newer, and this is ${process.versions.node}. Install Node 24 or newer, or add it to this project with "npm install --save-dev node@24" and run "npx letterpress".`,
  );
  process.exitCode = 2;
} else {
  const { keepCompiled } = await import("./keep-compiled.ts");
  keepCompiled(process.env);
  const { main } = await import("./main.ts");
  await main(process.argv);
}

export {};
