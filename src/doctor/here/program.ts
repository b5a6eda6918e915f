import { formatProblem, isError, type Problem } from "../../base/problem.ts";
import { type Examination, good, type Judged, problem, warning } from "../examination.ts";
import { unfilledRelayHost } from "../../model/unfilled-relay.ts";
import type { HereSeen } from "./look-here.ts";

export const node: Examination<Pick<HereSeen, "node">> = {
  id: "here/node",
  why: "An older Node cannot run Letterpress, and one that is no longer maintained has known holes.",
  helps: "Install Node 24 or newer, or run it with npx in a folder where npm has installed it.",
  judge({ node: { version, oldest } }) {
    const major = Number.parseInt(version.replace(/^v/, ""), 10);
    return [
      major >= oldest
        ? good(`Node ${version}.`)
        : problem(`Node ${version}; ${oldest} is the oldest that will do.`),
    ];
  },
};

export const config: Examination<Pick<HereSeen, "configProblems">> = {
  id: "here/config",
  why: "Nothing is sent with a configuration that cannot be read as it is meant.",
  helps: "Mend letterpress.yaml at the line that is named.",
  judge({ configProblems }) {
    if (configProblems.length === 0) return [good("letterpress.yaml is read without a finding.")];
    return configProblems.map(ofProblem);
  },
};

export const sender: Examination<Pick<HereSeen, "unfilled">> = {
  id: "here/sender",
  why: "A send and the mails of the readers' service are refused while letterpress.yaml says of the newsletter what init wrote.",
  helps: "Write into letterpress.yaml what is true of your newsletter, at the keys that are named.",
  judge({ unfilled }) {
    if (unfilled === undefined)
      return [good("From address, siteUrl and postal address are no longer those that init wrote.")];
    return [problem(`letterpress.yaml still has what init wrote: ${unfilled}.`)];
  },
};

export const relays: Examination<Pick<HereSeen, "unfilledRelays">> = {
  id: "here/relays",
  why: "Nothing can be handed over to the relay that init wrote: it stands for yours.",
  helps:
    "Write into letterpress.yaml the host, port, security and user that your provider tells you, and the password into .env.",
  judge({ unfilledRelays }) {
    if (unfilledRelays.length === 0) return [good("No relay is as init wrote it.")];
    return unfilledRelays.map((name) =>
      problem(`Its host is still "${unfilledRelayHost}", as init wrote it.`, undefined, name),
    );
  },
};

export const templates: Examination<Pick<HereSeen, "templates" | "serviceProblems">> = {
  id: "here/templates",
  why: "An issue that names a template with a fault cannot be sent, and the readers' service does not start with a page that has one.",
  helps: "Mend the file at the line that is named; `npx letterpress preview` shows it as it changes.",
  judge({ templates: tried, serviceProblems }) {
    const faulty = [...tried.flatMap(({ problems }) => problems), ...serviceProblems];
    if (faulty.length > 0) return faulty.map(ofProblem);
    if (tried.length === 0)
      return [
        warning(
          "There is no template in templates/.",
          "Copy one of those that ship: `npx letterpress init` writes them.",
        ),
      ];
    return [
      good(
        `A letter can be set with ${tried.map(({ name }) => name).join(", ")}; the pages of the readers' service can be filled.`,
      ),
    ];
  },
};

function ofProblem(found: Problem): Judged {
  const { remedy, ...rest } = found;
  const says = formatProblem(rest);
  return isError(found) ? problem(says, remedy) : warning(says, remedy);
}
