import type { AudienceExpression } from "../../model/audience.ts";
import { type SubscriptionState, subscriptionStates } from "../../model/subscriber.ts";
import type { Store } from "../../store/store.ts";
import { countSubscriptions, type ListedSubscriber, listSubscribers } from "../../store/subscribers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { chooseList, countOf, openExistingStore, openNewsletter } from "../newsletter.ts";
import { onlyOption } from "../only-option.ts";
import type { Terminal } from "../terminal.ts";
import { stateOption } from "./state-option.ts";

/** `letterpress subscribers list` */
export async function printSubscribers(
  terminal: Terminal,
  options: {
    readonly list?: string;
    readonly state?: string;
    readonly only?: string;
    readonly json?: boolean;
  },
): Promise<ExitCode> {
  const config = await openNewsletter(terminal.folder);
  const list = chooseList(config, options.list);
  const state = stateOption(options.state);
  const only = onlyOption(config, options.only);
  await using store = await openExistingStore(config);
  const query = {
    list: list.id,
    ...(state === undefined ? {} : { state }),
    ...(only === undefined ? {} : { only }),
  };
  const { printed, confirmed } =
    store === undefined ? nobody : await printAll(terminal, store, query, options.json === true);
  if (only !== undefined)
    terminal.note(
      `${countOf(printed, "reader")}${confirmed === printed ? "" : `, ${confirmed.toLocaleString("en")} of them confirmed`}`,
    );
  else terminal.note(await countWords(store, list.id));
  return exitCodes.done;
}

interface Printed {
  readonly printed: number;
  readonly confirmed: number;
}

const nobody: Printed = { printed: 0, confirmed: 0 };

/** How many were printed: all, unless nobody reads them any more. */
async function printAll(
  terminal: Terminal,
  store: Store,
  query: { readonly list: string; readonly state?: SubscriptionState; readonly only?: AudienceExpression },
  json: boolean,
): Promise<Printed> {
  let printed = 0;
  let confirmed = 0;
  for (let after = 0; terminal.isRead(); ) {
    const page = await listSubscribers(store, { ...query, limit: 1_000, after });
    for (const one of page) terminal.print(json ? JSON.stringify(one) : lineOf(one));
    printed += page.length;
    confirmed += page.filter(({ state }) => state === "confirmed").length;
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return { printed, confirmed };
}

function lineOf({ email, state, tags }: ListedSubscriber): string {
  return [email, state ?? "", ...(tags.length === 0 ? [] : [tags.join(",")])].join("\t");
}

async function countWords(store: Store | undefined, list: string): Promise<string> {
  const counts = store && (await countSubscriptions(store, list));
  return subscriptionStates.map((one) => `${one} ${(counts?.[one] ?? 0).toLocaleString("en")}`).join(", ");
}
