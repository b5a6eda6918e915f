import { LetterpressError } from "../base/errors.ts";
import { inReadingOrder, isError, type Problem, problem } from "../base/problem.ts";
import type { OutlinedBlock } from "../issue/block-outline.ts";
import { type Declared, readIssue, type readIssueText } from "../issue/read-issue.ts";
import type { Asset, Edition } from "../model/edition.ts";
import type { Hosting, Issue } from "../model/issue.ts";
import { clientsNamed, type MailClient, usualClients } from "../model/mail-clients.ts";
import { splitOf, variantsOf } from "../model/selection.ts";
import { type Sender, type SenderPlaces, senderFor, senderPlacesFor } from "../model/sender.ts";
import type { SigningKey } from "../model/signing-key.ts";
import type { Split } from "../model/variant.ts";
import type { CompileMjml } from "../render/mjml/mjml.ts";
import type { BlockExtent, BlockSize } from "../render/render-issue.ts";
import { checkEditions } from "./check-editions.ts";
import { checkSignature } from "./check-signature.ts";
import { isLostTo, undeclaredFields, unknownTemplate } from "./check-template.ts";
import { checkVariants } from "./check-variants.ts";
import { checkClients } from "./clients/check-clients.ts";
import { type IssueShelf, issueShelf } from "./earlier-issues.ts";
import { outsideRules } from "./outside/all.ts";
import { askOutside, type OutsideCheck } from "./outside/outside-check.ts";
import { findingsAsSet, noticedAsSet, type RuleSetting, rulesAsSet, unknownRules } from "./rule-settings.ts";
import { everyRule, rules } from "./rules/all.ts";
import { type TemplateShelf, templateShelf } from "./template-shelf.ts";
import { withoutWaived } from "./waivers.ts";

/** What an issue is checked against. */
export interface CheckContext extends Declared {
  /** The newsletter's folder, absolute; templates lie in `templates/` below it. */
  readonly root: string;
  readonly sender: Sender;
  /** Where letterpress.yaml says who that is. */
  readonly senderAt?: SenderPlaces;
  /** Given by who has the issue's text already. */
  readonly readText?: typeof readIssueText;
  /** Given where MJML runs in a thread. */
  readonly compileMjml?: CompileMjml;
  /** Given when many issues are checked at once. */
  readonly templates?: TemplateShelf;
  /** Given when many issues are checked at once, too. */
  readonly issues?: IssueShelf;
  /** What messages are signed with. */
  readonly signedBy?: readonly Pick<SigningKey, "domain" | "selector">[];
  /** The hosts that messages are handed to. */
  readonly relayHosts?: readonly string[];
  /** What the newsletter says of rules. */
  readonly rules?: readonly RuleSetting[];
  /** The mail programs of the audience; left out, those that nearly everybody has. */
  readonly clients?: readonly MailClient[];
  /** How pictures reach readers; left out, they are attached. */
  readonly hosting?: Hosting;
  /** The edition for the archive is made too. */
  readonly forArchive?: boolean;
  /** Who outside is asked about issues without errors; left out, nobody is. */
  readonly outside?: readonly OutsideCheck[];
}

/** Everything that is known of an issue before it is sent. */
export interface CheckedIssue {
  readonly file: string;
  /** Undefined when its head cannot be read. */
  readonly issue?: Issue;
  /** The sender of this issue: that of the context, but for what the issue says otherwise. */
  readonly sender: Sender;
  /** How the issue divides its readers. */
  readonly split: Split;
  /** One for each variant that a reader could be, the fullest first; none while the issue has an error in itself. */
  readonly editions: readonly Edition[];
  /** What everybody may read of it, when that was asked for and there is something. */
  readonly publicEdition?: Edition;
  /** The pictures of all editions that must lie on the site before a message goes out, once each. */
  readonly assets: readonly Asset[];
  /** Bytes of HTML, block by block, of the fullest variant; of the blocks that could be read. */
  readonly sizes: readonly BlockSize[];
  /** Where the blocks stand in the HTML of each edition, by its variant. */
  readonly extents: ReadonlyMap<string, readonly BlockExtent[]>;
  /** Where the blocks stand in the file, those too that could not be read. */
  readonly outline: readonly OutlinedBlock[];
  /** In reading order; a send is refused while one is an error. */
  readonly problems: readonly Problem[];
  /** What those who were asked outside said that is no finding, whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads, renders and checks one issue: the road that preview, check and send share. `file` is relative to the root.
 * Throws LetterpressError when the issue's file cannot be read at all.
 */
export async function checkIssue(context: CheckContext, file: string): Promise<CheckedIssue> {
  const checked = await checkWhole(context, file);
  const settings = context.rules ?? [];
  const found = [...noticedAsSet(checked.problems, settings), ...unknownRules(everyRule, settings)];
  const asked = new Set((context.outside ?? []).flatMap((one) => one.rules.map(({ id }) => id)));
  const isLookedFor = (rule: string) => asked.has(rule) || !outsideRules.some(({ id }) => id === rule);
  const kept = withoutWaived(found, checked.issue?.waivers ?? [], isLookedFor);
  // Once more: what is said of waivers can be set, too.
  return { ...checked, problems: inReadingOrder(noticedAsSet(kept, settings)) };
}

async function checkWhole(context: CheckContext, file: string): Promise<CheckedIssue> {
  const { issue, images, outline, problems } = await readIssue(context.root, file, context, context.readText);
  if (issue === undefined) return { ...unread, file, sender: context.sender, outline, problems };
  const unknown = await unknownTemplate(context.root, issue);
  const sender = senderFor(context.sender, issue.sender);
  const split = splitOf(issue);
  const known = { ...unread, file, issue, sender, split, outline };
  if (unknown !== undefined) return { ...known, problems: inReadingOrder([...problems, unknown]) };
  const { templates = templateShelf(context.root) } = context;
  const { mended: template, problems: inTemplate } = await templates
    .take(issue.template)
    .catch((fault: unknown) => unreadable(fault, issue));
  const variants = variantsOf(issue);
  const divided = [
    ...checkVariants(issue, variants, problems),
    ...checkSignature(issue, context.signedBy ?? []),
  ];
  if (template === undefined || variants === undefined)
    return { ...known, problems: inReadingOrder([...problems, ...inTemplate, ...divided]) };
  const { hosting = "attached" } = context;
  const { forArchive = false } = context;
  const { issues = issueShelf(context.root) } = context;
  const look = {
    rules: rulesAsSet(rules, context.rules ?? []),
    earlier: await issues.before(issue.date),
    relayHosts: context.relayHosts ?? [],
    signedBy: context.signedBy ?? [],
    senderAt: senderPlacesFor(context.senderAt, issue),
  };
  const { compileMjml } = context;
  const input = {
    ...{ issue, template, images, hosting, sender, forArchive },
    ...(compileMjml === undefined ? {} : { compileMjml }),
  };
  const { clients = clientsNamed(usualClients) } = context;
  const rendering = checkEditions(input, variants, look);
  // Where MJML runs in a thread, this is looked at meanwhile.
  const unknownToSome = checkClients({ template, blocks: issue.blocks }, clients);
  const rendered = await rendering;
  const mistaken = undeclaredFields(template, Object.keys(context.fields));
  const lost = rendered.problems.filter((one) => !isLostTo(mistaken, one));
  const notKnown = findingsAsSet(unknownToSome, context.rules ?? []);
  const found = [...divided, ...inTemplate, ...mistaken, ...lost, ...notKnown];
  const { sizes, problems: _, ...all } = rendered;
  const made = [...problems, ...inTemplate].some(isError) ? {} : all;
  const before = [...problems, ...apartFrom(problems, found)];
  const { editions } = all;
  const { problems: outside, notes } = before.some(isError)
    ? { problems: [], notes: [] }
    : await askOutside(
        context.outside ?? [],
        { issue, editions, sender, template, images },
        context.rules ?? [],
      );
  return { ...known, ...made, sizes, notes, problems: inReadingOrder([...before, ...outside]) };
}

/** What keeps a template from being read at all is told with the rest, at the line that names it. */
function unreadable(
  fault: unknown,
  issue: Issue,
): { readonly mended?: undefined; readonly problems: readonly Problem[] } {
  if (!(fault instanceof LetterpressError)) throw fault;
  return { problems: [problem(issue.templateAt, fault.code, fault.message, fault.remedy)] };
}

/** What is known of an issue that was not rendered. */
export const unread = {
  split: { issue: "", languages: ["en"], arms: 1, conditions: [] },
  editions: [],
  assets: [],
  sizes: [],
  extents: new Map(),
  outline: [],
  notes: [],
} as const;

/**
 * While the issue has errors it is rendered all the same, to find what is wrong with the template. What that says of
 * lines that have an error already would only be its echo, and so are dead links: a block does not say which of its
 * lines has one.
 */
function apartFrom(problems: readonly Problem[], found: readonly Problem[]): readonly Problem[] {
  const lines = new Set(problems.filter(isError).map(({ at }) => `${at.file}:${at.line}`));
  const faulty = new Set(problems.filter(isError).map(({ at }) => at.file));
  const isEcho = ({ at, code }: Problem) =>
    lines.has(`${at.file}:${at.line}`) || (code === "render/link-dead" && faulty.has(at.file));
  return found.filter((one) => !isEcho(one));
}
