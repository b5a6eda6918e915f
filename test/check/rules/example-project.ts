import { parse, stringify } from "yaml";
import { type CheckedIssue, checkIssue } from "../../../src/check/check-issue.ts";
import { noticedAsSet } from "../../../src/check/rule-settings.ts";
import { type TemplateShelf, templateShelf } from "../../../src/check/template-shelf.ts";
import { checkContext } from "../../../src/config/check-context.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import { readSigningKeys } from "../../../src/config/read-signing-keys.ts";
import type { RuleExample } from "../../../src/model/rule.ts";
import { jpegPicture, pngPicture } from "../../support/pictures.ts";
import { type TempProject, tempProject } from "../../support/temp-project.ts";

interface ExampleProject extends TempProject {
  readonly templates: TemplateShelf;
}

/**
 * A newsletter without fault, with the pictures that the examples of rules name. It is not at an address that stands
 * for one.
 */
export async function exampleProject(): Promise<ExampleProject> {
  const project = await tempProject();
  await project.write("letterpress.yaml", stringify(newsletter));
  for (const [name, bytes] of Object.entries(pictures)) await project.write(`issues/${name}`, bytes);
  // Examples change no template, so it is read once for all of them.
  return { ...project, templates: templateShelf(project.root) };
}

/** The codes of all that `check` finds in lines of an example, beside what the issue before has. */
export async function foundIn(
  project: ExampleProject,
  lines: readonly string[],
  { of, before = [] }: Pick<RuleExample, "of" | "before">,
): Promise<readonly string[]> {
  const isConfig = of === "letterpress.yaml";
  await project.write("letterpress.yaml", withKeys(newsletter, isConfig ? lines : []));
  await project.write("issues/2026-08-25-before.yaml", withKeys({ ...sound, ...earlier }, before));
  await project.write("issues/2026-09-01-quiet.yaml", withKeys(sound, isConfig ? [] : lines));
  const checked = await checkProject(project);
  return [...new Set(checked.map(({ code }) => code))];
}

/** Checks the issue of the project as `check` does, with the keys that its letterpress.yaml names. */
export async function checkProject({ root, templates }: ExampleProject): Promise<CheckedIssue["problems"]> {
  const { config, problems } = await readConfig(root);
  if (config?.lists[0] === undefined) throw new Error(JSON.stringify(problems));
  const { problems: keyless } = await readSigningKeys(config.dkim, {});
  const context = { ...checkContext(config, config.lists[0]), templates };
  const checked = await checkIssue(context, "issues/2026-09-01-quiet.yaml");
  return [...noticedAsSet(keyless, config.rules), ...checked.problems];
}

/** A file with these keys, over which an example writes; blocks when its lines are a list. */
function withKeys(keys: Readonly<Record<string, unknown>>, lines: readonly string[]): string {
  const isList = /^(?:#.*\n)*- /.test(lines.join("\n"));
  const text = isList ? `blocks:\n${lines.map((line) => `  ${line}`).join("\n")}\n` : `${lines.join("\n")}\n`;
  const written: unknown = parse(text);
  const named = typeof written === "object" && written !== null ? Object.keys(written) : [];
  const others = Object.entries(keys).filter(([key]) => !named.includes(key));
  return `${stringify(Object.fromEntries(others))}${text}`;
}

const newsletter = {
  name: "The Letterpress Weekly",
  from: { name: "The Letterpress Weekly", email: "hello@letters.net" },
  postalAddress: "Letterpress\n1 Composing Room\nExample City 12345",
  siteUrl: "https://news.letters.net",
  lists: { weekly: { name: "The Letterpress Weekly" } },
  fields: { firstName: {}, city: { default: "your town" }, language: {} },
  tags: { member: {} },
  relays: [{ name: "main", host: "smtp.letters.net", security: "starttls" }],
};

const sound = {
  subject: "A quiet week in printing",
  preheader: "What happened in the shop, told in five minutes",
  date: "2026-09-01",
  status: "ready",
  blocks: [{ letter: "Movable letters changed reading." }],
};

const earlier = {
  subject: "A week with much to tell",
  preheader: "Whoever came by had something to say of the old shop",
  date: "2026-08-25",
};

const gif = (frames: number) =>
  Buffer.concat([
    Buffer.from("GIF89a\x14\x00\x14\x00\x00\x00\x00", "latin1"),
    ...Array.from({ length: frames }, () =>
      Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]),
    ),
    Buffer.from([0x3b]),
  ]);

const heavier = (picture: Buffer, kilobytes: number) =>
  Buffer.concat([picture, Buffer.alloc(kilobytes * 1024)]);

const pictures: Readonly<Record<string, Buffer>> = {
  "press.png": pngPicture(1200, 800),
  "lever.png": pngPicture(1200, 800),
  "small.png": pngPicture(20, 20),
  "heavy.png": heavier(pngPicture(4000, 100), 400),
  "large-1.png": heavier(pngPicture(1200, 800), 500),
  "large-2.png": heavier(pngPicture(1200, 800), 500),
  "turned.jpg": jpegPicture(600, 600, 6),
  "upright.jpg": jpegPicture(600, 600, 1),
  "moving.gif": gif(2),
  "still.gif": gif(1),
};
