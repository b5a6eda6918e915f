/**
 * A fault a person can do something about. `message` says what happened and where, `remedy` what to do next;
 * both are whole sentences. `code` is stable (`room/short-name`). The command line prints both without a stack.
 * Everything else that is thrown is a bug of ours and exits with 70.
 */
export class LetterpressError extends Error {
  override readonly name = "LetterpressError";
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The sentence of anything that was thrown, for use inside a larger sentence. */
export function faultText(fault: unknown): string {
  if (!Error.isError(fault)) return String(fault);
  const code = (fault as { code?: unknown }).code;
  const known =
    typeof code === "string" && Object.hasOwn(systemFaults, code) ? systemFaults[code] : undefined;
  return known ?? fault.message;
}

/** The `code` of a Node system error (`ENOENT`), or undefined. */
export function systemCode(fault: unknown): string | undefined {
  const code = Error.isError(fault) ? (fault as { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : undefined;
}

const systemFaults: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission was denied",
  EPERM: "the operation is not permitted",
  EISDIR: "it is a folder, not a file",
  ENOTDIR: "a part of the path is not a folder",
  ENOSPC: "the disk is full",
  EIO: "the disk reports a fault",
  EROFS: "the file system is read-only",
  EADDRINUSE: "the port is already in use",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset by the other side",
  ETIMEDOUT: "the connection timed out",
  ENOTFOUND: "the host name is not known",
  EHOSTUNREACH: "the host cannot be reached",
};
