import type { Command } from "../command.ts";

/** A command as help lists it. Its file, and with it half of Letterpress, is loaded when it is asked for. */
export interface ListedCommand {
  readonly name: string;
  /** Begins with a small letter. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command, in the order in which help names them. */
export const commands: readonly ListedCommand[] = [
  {
    name: "demo",
    summary: "the whole road, on this machine",
    load: async () => (await import("./demo.ts")).demo,
  },
  {
    name: "init",
    summary: "begin a newsletter: configuration, templates, a first issue",
    load: async () => (await import("./init.ts")).init,
  },
  {
    name: "new",
    summary: "begin the next issue, with the blocks of the last one",
    load: async () => (await import("./new.ts")).newIssue,
  },
  {
    name: "check",
    summary: "find every problem of an issue, with its line",
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "preview",
    summary: "see an issue as its readers will, while you write",
    load: async () => (await import("./preview.ts")).preview,
  },
  {
    name: "render",
    summary: "print what one reader gets",
    load: async () => (await import("./render.ts")).render,
  },
  {
    name: "test",
    summary: "send one real copy to yourself, as any reader gets it",
    load: async () => (await import("./test.ts")).test,
  },
  {
    name: "assets",
    summary: "copy the pictures of issues into the folder that is published",
    load: async () => (await import("./assets.ts")).assets,
  },
  {
    name: "archive",
    summary: "write what everybody may read as files",
    load: async () => (await import("./archive.ts")).archive,
  },
  {
    name: "send",
    summary: "send an issue to everybody on a list, once",
    load: async () => (await import("./send.ts")).send,
  },
  {
    name: "serve",
    summary: "answer the links in your mails",
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    name: "status",
    summary: "what became of every mailing",
    load: async () => (await import("./status.ts")).status,
  },
  {
    name: "votes",
    summary: "how readers voted in the polls of an issue",
    load: async () => (await import("./votes.ts")).votes,
  },
  {
    name: "pause",
    summary: "stop a mailing until somebody resumes it",
    load: async () => (await import("./pause.ts")).pause,
  },
  {
    name: "resume",
    summary: "go on with a mailing that was paused",
    load: async () => (await import("./resume.ts")).resume,
  },
  {
    name: "cancel",
    summary: "end a mailing: who is left does not get it",
    load: async () => (await import("./cancel.ts")).cancel,
  },
  {
    name: "run-due",
    summary: "start what is scheduled, go on with what was interrupted",
    load: async () => (await import("./run-due.ts")).runDue,
  },
  {
    name: "subscribers",
    summary: "the people who get the newsletter",
    load: async () => (await import("./subscribers.ts")).subscribers,
  },
  {
    name: "suppress",
    summary: "addresses that are never mailed again",
    load: async () => (await import("./suppress.ts")).suppress,
  },
  {
    name: "keys",
    summary: "the keys that sign the links in mails",
    load: async () => (await import("./keys.ts")).keys,
  },
  {
    name: "dkim",
    summary: "print what DNS must say for signatures to count",
    load: async () => (await import("./dkim.ts")).dkim,
  },
  {
    name: "doctor",
    summary: "look at everything a mailing rests on",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    name: "docs",
    summary: "read the documentation of this version",
    load: async () => (await import("./docs.ts")).docs,
  },
  {
    name: "completion",
    summary: "complete commands, issues and names at a Tab in your shell",
    load: async () => (await import("./completion.ts")).completion,
  },
];
