import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";

/** Only root on Linux can mount a small disk to fill. */
export function canMount(): boolean {
  if (process.platform === "linux" && process.getuid?.() === 0) return true;
  process.stdout.write("Not tested: only root on Linux can mount a small disk to fill.\n");
  return false;
}

/** A disk of its own in the place of a folder, with what was in it. */
export async function diskUnder(folder: string, size: string) {
  const kept = `${folder}-before`;
  run("mv", folder, kept);
  run("mkdir", folder);
  run("mount", "-t", "tmpfs", "-o", `size=${size},mode=700`, "letterpress-test", folder);
  run("sh", "-c", `cp -a '${kept}'/. '${folder}'`);
  return {
    folder,
    lock: () => run("mount", "-o", "remount,ro", folder),
    unlock: () => run("mount", "-o", "remount,rw", folder),
    [Symbol.asyncDispose]: async () => run("umount", "-l", folder),
  };
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}

/** Until not a byte more goes onto the disk. */
export async function fill(file: string): Promise<void> {
  for (const size of [1 << 20, 1 << 16, 1 << 12]) {
    const isFull = async () =>
      writeFile(file, Buffer.alloc(size), { flag: "a" }).then(
        () => false,
        () => true,
      );
    while (!(await isFull()));
  }
}
