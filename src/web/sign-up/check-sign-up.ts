import { type Address, parseAddress } from "../../base/address.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import { fieldValue } from "../../model/field-type.ts";
import { languageField } from "../../model/variant.ts";
import { askedFields } from "../page/field-inputs.ts";
import type { WrittenSignUp } from "./read-sign-up.ts";

export type CheckedSignUp =
  | {
      readonly status: "good";
      readonly address: Address;
      readonly lists: readonly string[];
      readonly fields: Readonly<Record<string, string>>;
    }
  /** The inputs that something is wrong with: `email`, `list`, or `fields.<name>`. */
  | { readonly status: "faulty"; readonly inputs: readonly string[] };

/**
 * Checks what was typed against what the form offers. Only what stands in the form is asked, never the store: so what
 * is wrong with an address says nothing about who has it.
 */
export function checkSignUp(config: Config, written: WrittenSignUp): CheckedSignUp {
  const faulty: string[] = [];
  const parsed = parseAddress(written.email);
  if (parsed.status === "invalid" || !isText(written.email)) faulty.push("email");
  const offered = offeredLists(config).map(({ id }) => id);
  const lists = offered.length === 1 ? offered : [...new Set(written.lists)];
  if (lists.length === 0 || !lists.every((list) => offered.includes(list))) faulty.push("list");
  const fields: Record<string, string> = {};
  for (const name of askedFields(config)) {
    const given = written.fields.get(name) ?? "";
    const value = fieldValue(config.fields[name] ?? {}, given);
    if (value.status === "invalid" || !isText(given)) faulty.push(`fields.${name}`);
    else if (value.value !== "") fields[name] = value.value;
  }
  if (faulty.length > 0 || parsed.status === "invalid") return { status: "faulty", inputs: faulty };
  return { status: "good", address: parsed.address, lists, fields };
}

/** The lists that the form offers; all that are declared, when none is named. */
export function offeredLists({ lists, service }: Config): readonly ListConfig[] {
  const { lists: named } = service.form;
  return named === undefined ? lists : lists.filter(({ id }) => named.includes(id));
}

/** Whether a newsletter keeps the language of its readers. */
export function keepsLanguage({ fields }: Config): boolean {
  return Object.hasOwn(fields, languageField);
}

/** Percent-encoded bytes that are no UTF-8 became this sign, and nobody types it. */
function isText(value: string): boolean {
  return !value.includes("\uFFFD");
}
