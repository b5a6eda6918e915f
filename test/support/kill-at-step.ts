import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

/*
 * Preloaded into a process (`node --import`), and by that into each of its worker threads: counts the steps at which
 * the world outside learns something, whichever thread takes them, and kills the process at one of them with SIGKILL.
 * Steps are the moments after every commit of the database, after every write to a socket, after every file that has
 * taken its name, and before every read from a socket: then the kernel has given an answer away, and nobody has it. The
 * moment before a commit is no step of its own: nothing has reached the world outside since the step before, so what a
 * kill leaves is the same.
 *
 * LETTERPRESS_KILL_AT is the number of that step, from 1. A process that comes to its end writes what it has counted to
 * LETTERPRESS_STEPS_FILE.
 */
export const stepKinds = ["commit", "write", "rename", "read"] as const;
export type StepCounts = Readonly<Record<(typeof stepKinds)[number], number>>;

const name = "letterpress-steps";
// All steps, then those of each kind.
if (isMainThread) setEnvironmentData(name, new Int32Array(new SharedArrayBuffer(4 * (stepKinds.length + 1))));
const counts = getEnvironmentData(name) as Int32Array;
const killAt = Number(process.env.LETTERPRESS_KILL_AT ?? 0);

function step(kind: (typeof stepKinds)[number]): void {
  Atomics.add(counts, stepKinds.indexOf(kind) + 1, 1);
  if (Atomics.add(counts, 0, 1) + 1 !== killAt) return;
  process.kill(process.pid, "SIGKILL");
  // The signal ends every thread, but perhaps not before this one would have gone on.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const file = process.env.LETTERPRESS_STEPS_FILE;
if (isMainThread && file !== undefined)
  process.on("exit", () => {
    const found = Object.fromEntries(stepKinds.map((kind, index) => [kind, counts[index + 1]]));
    fs.writeFileSync(file, JSON.stringify(found));
  });

const databases = new WeakMap<StatementSync, DatabaseSync>();
const { prepare, exec } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (...args) {
  const statement = prepare.apply(this, args);
  databases.set(statement, this);
  return statement;
};
DatabaseSync.prototype.exec = function (sql) {
  counted(commits(sql, this), () => exec.call(this, sql));
};
for (const method of ["run", "all", "get"] as const) {
  const original = StatementSync.prototype[method] as (...args: unknown[]) => never;
  StatementSync.prototype[method] = function (this: StatementSync, ...args: unknown[]) {
    return counted(commits(this.sourceSQL, databases.get(this)), () => original.apply(this, args));
  };
}

function counted<Result>(isCommit: boolean, act: () => Result): Result {
  const result = act();
  if (isCommit) step("commit");
  return result;
}

/** The end of a transaction, or a change outside of any. */
function commits(sql: string, database: DatabaseSync | undefined): boolean {
  if (/^\s*commit\b/i.test(sql)) return true;
  return (
    database?.isTransaction === false && /^\s*(?:insert|update|delete|with|create|alter|drop)\b/i.test(sql)
  );
}

const prototype = Socket.prototype as Socket & {
  _writeGeneric(this: Socket, ...args: unknown[]): void;
};
const { _writeGeneric: writeGeneric, push } = prototype;
prototype._writeGeneric = function (...args) {
  writeGeneric.apply(this, args);
  if (isRelay(this)) step("write");
};
prototype.push = function (...args) {
  if (args[0] !== null && isRelay(this)) step("read");
  return push.apply(this, args);
};

const { renameSync } = fs;
fs.renameSync = (...args) => {
  renameSync(...args);
  step("rename");
};
syncBuiltinESMExports();

/** Standard output and error may be sockets too. */
function isRelay(socket: Socket): boolean {
  return socket.remotePort !== undefined;
}
