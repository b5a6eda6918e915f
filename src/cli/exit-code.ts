/** What a command tells the shell. */
export const exitCodes = {
  done: 0,
  /** Problems were found, or not everybody has been reached. */
  incomplete: 1,
  wrongUse: 2,
  ourBug: 70,
  /** The terminal was closed. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
