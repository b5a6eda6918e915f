import { dayNumber } from "../../base/clock.ts";
import { textsOf } from "../said.ts";
import { dayReader } from "../written-days.ts";
import type { Rule } from "../rule.ts";

/** A day without a year that lies further back may be meant for next year. */
const longestAgo = 60;

export const pastDay: Rule = {
  id: "check/past-day",
  severity: "warning",
  why: "Readers are invited to what is over when the mail comes.",
  example: {
    wrong: ["# The issue is of 1 September 2026.", '- letter: "Register until 20 August 2026."'],
    right: ['- letter: "Register until 20 September 2026."'],
  },
  check({ selection }) {
    const daysIn = dayReader(selection.language, selection.date);
    const [language = ""] = selection.language.toLowerCase().split("-");
    const { announces, tells } = Object.hasOwn(signs, language) ? (signs[language] ?? nothing) : nothing;
    return textsOf(selection).flatMap(({ text, at, isQuoted }) =>
      daysIn(text).flatMap(({ written, index, day, hasYear }) => {
        if (day === undefined || isQuoted) return [];
        const ago = dayNumber(selection.date) - dayNumber(day);
        if (ago <= 0 || (!hasYear && ago > longestAgo)) return [];
        const sentence =
          text
            .slice(0, index)
            .split(/[.!?…:;\n]\s/)
            .at(-1) ?? "";
        if (!announces.test(sentence) || tells.test(sentence)) return [];
        const message = `"${written}" is announced, and was ${ago === 1 ? "the day" : `${ago} days`} before the issue.`;
        return [{ at, message, remedy: "Correct the day, or tell it as something that has been." }];
      }),
    );
  },
};

interface Signs {
  /** What stands before a day that is still to come. */
  readonly announces: RegExp;
  /** Words of a sentence that tells of what was, in which such a day is a part of the story. */
  readonly tells: RegExp;
}

const nothing: Signs = { announces: /$^/, tells: /$^/ };

const signs: Readonly<Record<string, Signs>> = {
  en: {
    announces:
      /\b(?:join (?:us|me)|see you|register|sign up|apply|book|rsvp|submit|vote|come (?:to|along)|save the date|mark your calendars?|will|deadline is|closes?|ends?|opens?|starts?|begins?|takes? place|runs? until|until|(?:is|are) (?:due|on|coming)|upcoming)\b/i,
    tells:
      /\b(?:was|were|had|did|said|announced|wrote|published|released|closed|opened|ended|began|started|took|ran|since|ago|last)\b/i,
  },
  de: {
    announces:
      /\b(?:anmeld\p{L}*|melde\p{L}* (?:dich|sich|euch)|bewerb\p{L}*|kommt|wir sehen uns|merkt? euch|beginnt|startet|endet|öffnet|schließt|findet|läuft bis|noch bis|bis zum|bis|wird|werden|Einsendeschluss|Anmeldeschluss)(?!\p{L})/iu,
    tells:
      /(?<!\p{L})(?:war|waren|hatte|hatten|wurde|wurden|begann|endete|fand|lief|sagte|schrieb|seit|vor|letzte[nrms]?)(?!\p{L})/iu,
  },
  fr: {
    announces:
      /(?<!\p{L})(?:inscri\p{L}*|rendez-vous|rejoignez|venez|participez|postulez|aura lieu|auront lieu|commence|débute|se termine|ouvre|ferme|jusqu['’]au|avant le|sera|seront)(?!\p{L})/iu,
    tells: /(?<!\p{L})(?:était|étaient|avait|avaient|fut|furent|a été|ont été|depuis|dernière?)(?!\p{L})/iu,
  },
  es: {
    announces:
      /(?<!\p{L})(?:inscr\p{L}*|apúnta\p{L}*|regístr\p{L}*|ven|venid|vengan|únete|nos vemos|tendrá lugar|empieza|comienza|termina|abre|cierra|hasta el|antes del|será|serán)(?!\p{L})/iu,
    tells: /(?<!\p{L})(?:era|eran|fue|fueron|había|habían|estuvo|desde|pasado|pasada)(?!\p{L})/iu,
  },
};
