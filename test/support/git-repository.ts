import { execFileSync } from "node:child_process";

/**
 * Makes a git repository of a folder, with everything in it in one commit on `main`. What it gives asks git something
 * there.
 */
export function gitRepository(root: string): (...args: readonly string[]) => string {
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", root, ...settings, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--message", "An issue");
  return git;
}

/** A machine's own settings, such as a key that signs commits, have nothing to do with a test. */
const settings = [
  ["user.name", "Desk"],
  ["user.email", "desk@example.org"],
  ["commit.gpgsign", "false"],
  ["core.autocrlf", "false"],
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);
