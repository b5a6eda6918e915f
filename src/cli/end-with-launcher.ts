/**
 * `npx letterpress` is npm, a shell and this program, and neither of the two hands on a signal that is sent to npm
 * alone: who ends npx by its number would end nothing, and a send would go on behind their back. So a program that npm
 * has started looks now and then whether what started it is still there, and if not, does what it does when its
 * terminal is closed: that asks nobody to hurry, and after a Ctrl-C changes nothing.
 */
export function endWithLauncher(environment: Readonly<Record<string, string | undefined>>): void {
  if (environment.npm_command === undefined) return;
  const launcher = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGHUP");
  }, everyMs);
  watch.unref();
}

const everyMs = 500;
