import type { Context } from "hono";
import { printable } from "../../base/printable.ts";
import { type FormFields, only, readForm } from "../server/form.ts";

/** What was sent to `/subscribe`, by a form or as JSON; nothing in it has been checked. */
export interface WrittenSignUp {
  readonly email: string;
  readonly lists: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
  readonly language?: string | undefined;
  readonly time?: string | undefined;
  readonly work?: string | undefined;
  /** What nobody sees and only programs fill in. */
  readonly trap: string;
  readonly isJson: boolean;
  /** Which form, and which wording of it, a program says that it has shown; of ours, we know. */
  readonly form?: string | undefined;
  readonly textVersion?: string | undefined;
}

export type ReadSignUp =
  | { readonly status: "read"; readonly written: WrittenSignUp }
  | { readonly status: "refused"; readonly code: 400 | 415; readonly isJson: boolean };

/** A name that is there twice, or is no text, is as if it was not there. */
export async function readSignUp(context: Context): Promise<ReadSignUp> {
  const type = context.req.header("content-type") ?? "";
  if (/^application\/json\s*(?:;|$)/i.test(type)) return readJson(context);
  const form = await readForm(context);
  if (form.status === "refused") return { ...form, isJson: false };
  return { status: "read", written: fromForm(form.fields) };
}

/**
 * Inputs of the form are called `email`, `list` (several), `fields.<name>`, `language`, `time`, `work` and `website`.
 */
function fromForm(fields: FormFields): WrittenSignUp {
  const own = [...fields.keys()].flatMap((name) => {
    const value = name.startsWith(fieldPrefix) ? only(fields, name) : undefined;
    return value === undefined ? [] : [[name.slice(fieldPrefix.length), value] as const];
  });
  return {
    email: only(fields, "email") ?? "",
    lists: fields.get("list") ?? [],
    fields: new Map(own),
    language: only(fields, "language"),
    time: only(fields, "time"),
    work: only(fields, "work"),
    trap: (fields.get("website") ?? []).join(""),
    isJson: false,
  };
}

async function readJson(context: Context): Promise<ReadSignUp> {
  const value = parsed(new Uint8Array(await context.req.arrayBuffer()));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { status: "refused", code: 400, isJson: true };
  const own = new Map(Object.entries(value));
  const text = (name: string) => {
    const found = own.get(name);
    return typeof found === "string" ? found : undefined;
  };
  const fields = own.get("fields");
  const lists = own.get("lists");
  const written: WrittenSignUp = {
    email: text("email") ?? "",
    lists: Array.isArray(lists) ? lists.filter((one) => typeof one === "string") : [],
    fields: new Map(typeof fields === "object" && fields !== null ? textsIn(fields) : []),
    language: text("language"),
    time: text("time"),
    work: text("work"),
    trap: isFilled(own.get("website")) ? "filled" : "",
    isJson: true,
    form: named(text("form")),
    textVersion: named(text("textVersion")),
  };
  return { status: "read", written };
}

/** A name for the consent log, as far as it is one. */
function named(written = ""): string | undefined {
  const name = [...printable(written).trim()].slice(0, longestName).join("");
  return name === "" ? undefined : name;
}

const longestName = 100;

/** Whatever stands there, a program has put it there. */
function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function textsIn(fields: object): readonly (readonly [string, string])[] {
  return Object.entries(fields).flatMap(([name, one]) =>
    typeof one === "string" ? [[name, one] as const] : [],
  );
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

export const fieldPrefix = "fields.";
