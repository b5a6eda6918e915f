import { beehiiv } from "./beehiiv.ts";
import { buttondown } from "./buttondown.ts";
import { ghost } from "./ghost.ts";
import { kit } from "./kit.ts";
import { letterpress } from "./letterpress.ts";
import { listmonk } from "./listmonk.ts";
import { mailchimp } from "./mailchimp.ts";
import type { Profile } from "./profile.ts";
import { substack } from "./substack.ts";

/** Every profile, those with the most telling columns first: the first that recognises a file has it. */
export const profiles: readonly Profile[] = [
  letterpress,
  mailchimp,
  substack,
  ghost,
  listmonk,
  beehiiv,
  buttondown,
  kit,
];
