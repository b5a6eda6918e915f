/**
 * A reader's value in which no mail program finds an address to make clickable. Gmail, Outlook, Apple Mail and Android
 * link what only looks like one, so somebody could subscribe as `Win at https://evil.example` and be shown as our link,
 * to whoever the message is forwarded to or wherever it is archived. Behind the signs that make it one (`://`, `@`,
 * `www.`, the dot before a top-level domain) a narrow no-break space is put in.
 *
 * A real space, because invisible characters do not help: the patterns of Android, and many that say "anything but
 * white space", take a word joiner for a letter of the domain, and browsers drop it again (UTS 46) and go there. A
 * narrow one, because it does the least harm where a name is taken for an address: `Dr.No` becomes `Dr. No`. Names such
 * as `J.R. Ewing`, `Dr.Who`, `O'Neil` and `node.js` have no such sign and stay as they are.
 */
export function unlinked(value: string): string {
  if (!signs.test(value)) return value;
  return value
    .replace(/:(?=[/\\]{2})|(?<=\b(?:mailto|tel|sms)):(?=\S)|\\(?=\\)/gi, broken)
    .replace(/(?<![\d.])\d{1,3}\.(?=(?:\d{1,3}\.){2}\d{1,3}(?!\.?\d))/g, broken)
    .replace(/(?<=\S)[@＠](?=[^\s.。．｡]+[.。．｡]\S)/gu, broken)
    .replace(dot, (sign, label: string, ending: string, next: string | undefined) =>
      endsDomain(label, ending, next) ? broken(sign) : sign,
    );
}

const gap = "\u202f";

function broken(sign: string): string {
  return sign + gap;
}

// The last three are dots to browsers too (UTS 46).
const signs = /[:\\@＠.。．｡]/u;

// With what stands before it, the word behind it, and whether a path or a port follows. Letters can have invisible
// company.
const dot =
  /(?<=([^\s.。．｡@/\\:?#<>"'(),;!&=%|[\]{}]+))[.。．｡](?=([\p{L}\p{M}\p{N}\p{Cf}-]+)([/\\:?#])?)/gu;

function endsDomain(label: string, written: string, next: string | undefined): boolean {
  const word = written.replace(/\p{Cf}/gu, "");
  const ending = word.normalize("NFKC").toLowerCase();
  if (label.toLowerCase() === "www" || ending.startsWith("xn--")) return true;
  if (next !== undefined || endings.has(ending)) return /\p{L}/u.test(ending);
  // There are 1,500 others, and new ones every year. Two ASCII letters are known countries, or no domain at all.
  if (!/^[\p{L}\p{M}]{2,}$/u.test(ending) || /^[a-z]{2}$/.test(ending)) return false;
  return !(/^(?:\p{Lu}\p{L}{0,3}|\p{Lo})$/u.test(label) && /^[\p{Lu}\p{Lo}]/u.test(word));
}

/** Top-level domains that are taken for one however they are written: those of countries, and those most in use. */
const endings: ReadonlySet<string> = new Set(
  `ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd
  cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge
  gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki
  km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my
  mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se
  sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz
  va vc ve vg vi vn vu wf ws ye yt za zm zw
  com net org info biz edu gov mil int arpa mobi name pro app dev page web xyz top site online shop store club vip icu
  live link click work win bid loan men date party review trade cam bar best buzz cfd cyou fit fun host life lol ltd
  mom monster one ooo press quest rest rocks sbs space tech today uno website wiki world zip mov blog cloud digital
  email group media news ninja support tokyo agency bank cash money pay email finance security help
  рф 中国 中國 公司 网络 网址 हिन्दी भारत مصر السعودية`.split(/\s+/),
);
