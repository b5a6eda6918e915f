import { isAllowed } from "./allowed.ts";
import type { BundledData } from "./read-data.ts";
import type { BundledPackage } from "./read-packages.ts";
import { standardText } from "./standard-text.ts";

export type LicencesFile =
  | { readonly status: "complete"; readonly text: string }
  | { readonly status: "refused"; readonly faults: readonly string[] };

/** What dist/THIRD-PARTY-LICENSES.txt says: whose code and data are in the program, and under which terms. */
export function licencesFile(
  packages: readonly BundledPackage[],
  data: readonly BundledData[],
): LicencesFile {
  const faults = packages.flatMap(faultsOf);
  if (faults.length > 0) return { status: "refused", faults };
  const entries = [...packages.map(entryOf), ...data.map(dataEntryOf)];
  return { status: "complete", text: [opening, ...entries].join(`\n${"-".repeat(80)}\n`) };
}

const opening = `The program in this folder has the packages and the data in it that are named here, each under the licence that stands below its name.
Letterpress itself is under the MIT licence, see LICENSE.
`;

function faultsOf({ name, version, licence, author, texts }: BundledPackage): readonly string[] {
  const which = `${name} ${version}`;
  if (licence === "")
    return [
      `${which} is in the program and says no licence; use another package, or ask its author for one.`,
    ];
  if (!isAllowed(licence))
    return [
      `${which} is in the program under "${licence}", which build/licences/allowed.ts does not allow; use another package, or keep it a dependency (build/bundle.ts).`,
    ];
  if (texts.length === 0 && standardText(licence, author) === undefined)
    return [
      `${which} is in the program and comes without the text of its licence, ${licence}; add it to build/licences/standard-text.ts.`,
    ];
  return [];
}

function entryOf({ name, version, licence, author, texts }: BundledPackage): string {
  const said = texts.length > 0 ? texts : [standardText(licence, author) ?? ""];
  return `${name} ${version}\nLicence: ${licence}\n\n${said.join("\n\n")}\n`;
}

function dataEntryOf({ source, licence }: BundledData): string {
  return `Data of ${source}\n\n${licence.join("\n\n")}\n`;
}
