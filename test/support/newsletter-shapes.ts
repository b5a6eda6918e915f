/**
 * The shapes of twelve issues of a weekly about a programming language, measured from public Markdown (CC0): numbers
 * only, none of their words. `npm test -- test/check/newsletters` makes issues of the same shapes and checks them.
 */
export interface NewsletterShape {
  readonly day: string;
  readonly number: number;
  /**
   * One for each section: the words of its title, and its pieces as `kind`, words, links, pieces of code. Kinds: `p` a
   * paragraph, `q` a quotation, `h` a heading inside, `c` code, `l3` a list of three, `t` a tag of the program that
   * made the page.
   */
  readonly sections: readonly string[];
  /** How many of the links have this about them. */
  readonly odd: {
    /** Without encryption. */
    readonly http: number;
    /** With words that say nothing. */
    readonly here: number;
    /** To a page of the own site, without its name. */
    readonly relative: number;
    /** With a bracket too many. */
    readonly bracket: number;
    /** With the words of another link in another section, to another page. */
    readonly sameWords: number;
    /** To a page that another section linked with other words. */
    readonly samePage: number;
  };
}

export const newsletterShapes: readonly NewsletterShape[] = [
  {
    day: "2015-12-17",
    number: 2,
    sections: [
      "0: p72.2.0",
      "1: p48.2.0 p29.2.0 p14.1.0",
      "4: p15.3.0 p43.2.1 p32.2.0 p7.4.0 p22.3.1 p7.3.0 p16.1.0 p25.2.0",
      "1: p93.4.0 p61.5.0 p50.1.3 p66.3.4 p13.1.0",
      "2: p62.1.0 p73.1.3 p65.1.0 q19.0.0 p20.1.0 t",
    ],
    odd: { http: 4, here: 0, relative: 0, bracket: 1, sameWords: 0, samePage: 0 },
  },
  {
    day: "2016-04-21",
    number: 19,
    sections: [
      "0: p82.1.0 p48.3.0",
      "2: l3.51.3.2 t",
      "4: p12.1.1 p20.3.1 p13.1.0 p17.1.0 p8.1.1 p22.1.1 p39.1.1 p54.3.0 p13.2.0 p10.1.1 p20.2.0 l4.27.5.7",
      "2: p8.0.0 p13.2.0 q64.0.0 p27.2.0 p46.3.2 p42.3.1 p20.3.0 q64.1.7 p53.4.1 p44.2.0 p19.2.1 q77.0.0",
      "2: p33.1.3",
      "3: p18.2.0 q58.0.2 p23.2.1 q48.0.3",
      "2: p62.1.2 p66.1.4",
      "1: p16.1.0",
    ],
    odd: { http: 0, here: 0, relative: 0, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2016-09-01",
    number: 36,
    sections: [
      "0: p63.1.0 p86.1.0",
      "2: l3.39.3.0 t",
      "4: p39.1.1 p17.2.1 p20.1.0",
      "1: p5.1.0",
      "2: p121.2.0",
      "1: p16.1.0",
    ],
    odd: { http: 2, here: 0, relative: 0, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2017-01-19",
    number: 53,
    sections: [
      "0: p59.3.3 t",
      "2: l3.32.3.3 t",
      "3: p71.2.0 p19.2.0 p24.1.0",
      "4: p14.2.1 p7.2.0 p24.3.0 p19.3.1 p17.1.0 p15.2.0",
      "1: p45.3.0 q94.2.0 p40.5.0 q52.0.0 p26.2.0",
      "2: p14.1.1 q125.1.5 p28.1.3 q68.0.2 p13.1.0 q57.0.6",
      "1: p7.1.0",
    ],
    odd: { http: 2, here: 0, relative: 1, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2017-05-19",
    number: 70,
    sections: [
      "0: p37.0.0 t",
      "2: p4.1.0 p23.0.0",
      "3: p20.1.1",
      "4: p61.2.4 p12.3.0 p14.2.0 p20.3.1",
      "2: p11.2.0 q128.0.0 p8.2.2 q74.0.5 p2.1.0 q20.0.0",
      "3: p17.2.0 q98.1.9 p23.2.0 q81.0.0 p10.2.1 q82.0.3",
      "2: p21.2.0 q44.1.0 p18.0.0",
      "1: p6.1.0",
    ],
    odd: { http: 1, here: 0, relative: 0, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2017-09-14",
    number: 87,
    sections: [
      "0: q35.0.0 p32.1.0 p23.0.0 t",
      "2: p30.0.0 l3.36.3.0 t",
      "2: p25.1.0",
      "3: p34.1.0 p39.2.0 p21.3.0",
      "4: p51.2.1 p50.2.2 p37.2.1 p35.4.0",
      "3: p16.1.0 p14.1.0",
      "2: p32.2.0 p37.2.0 p45.2.0 p20.1.0",
      "1: p10.1.0 p2.1.0",
    ],
    odd: { http: 1, here: 0, relative: 0, bracket: 1, sameWords: 0, samePage: 0 },
  },
  {
    day: "2018-03-08",
    number: 104,
    sections: [
      "0: p42.0.0 p4.0.0",
      "2: l4.40.4.5 t",
      "2: p38.3.0",
      "3: p19.2.2 p40.1.0 p11.1.1 p30.1.0 p16.1.0 p37.2.0 p21.1.0 p22.1.0",
      "4: p13.2.1 q72.0.2 p12.2.1 p15.2.0",
      "2: p11.2.0 q55.0.0 p7.2.0 q35.0.1",
      "2: p7.2.0 q50.0.0",
      "1: p12.2.3",
    ],
    odd: { http: 2, here: 0, relative: 0, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2018-11-01",
    number: 121,
    sections: [
      "0: p28.0.0 t",
      "2: l2.26.2.1",
      "3: p19.1.0 p11.2.0 p40.3.0",
      "4: p22.2.0 p27.2.0",
      "2: p9.2.1 q81.0.0 p14.2.1 q64.0.11 p5.1.0 q19.0.0",
      "2: p15.2.1 q67.0.1 c15.0.0 p6.1.0",
      "1: p11.1.0",
    ],
    odd: { http: 0, here: 1, relative: 0, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2019-07-11",
    number: 138,
    sections: [
      "0: p48.0.0 t",
      "2: l3.41.3.0",
      "1: p19.2.0 p26.3.0",
      "3: p15.3.0 p26.2.0 p26.1.0 p27.2.0",
      "4: p17.2.0 p17.3.1 p22.2.0 p21.2.0 p15.2.0 p17.3.1 p12.2.1 p12.2.0",
      "2: p7.2.0 q88.0.0",
      "3: p6.2.0 q66.1.2",
      "2: p14.2.0 q86.2.0 p12.2.0 q40.0.0 p12.2.2 q112.0.0 p14.3.0 q116.0.0 p15.2.0 q49.0.3 p18.2.0 q58.0.0 p9.3.1 q87.1.0",
      "1: p7.1.0",
    ],
    odd: { http: 0, here: 0, relative: 0, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2020-03-12",
    number: 155,
    sections: [
      "0: p9.0.0 t",
      "1: p17.1.0",
      "3: p27.2.0 p5.1.0",
      "4: p14.2.1 p33.2.0 p19.3.0 p12.2.0 p1.0.0 q15.0.0 p2.0.0",
      "3: p9.2.0 q54.1.0 p7.2.0 q125.1.0",
      "2: p7.3.0 q115.0.0 p14.2.3 q66.0.0 p11.2.0 q224.2.0",
      "1: p10.1.0",
    ],
    odd: { http: 0, here: 0, relative: 0, bracket: 0, sameWords: 1, samePage: 0 },
  },
  {
    day: "2020-11-05",
    number: 172,
    sections: [
      "0: p40.5.0 p45.3.0 t",
      "1: p12.3.0 p14.3.0",
      "3: p37.4.0",
      "4: p20.2.0 p16.3.0 p15.2.3 p21.2.0",
      "2: p5.2.0 q229.7.0",
      "3: p8.2.0 q84.0.0",
      "2: h4.0.0 p10.3.0 q68.0.0 p11.4.0 q87.1.0 p11.2.0 q71.0.1 p15.2.1 q44.3.2 p19.2.0 q69.0.0 h3.0.0 p9.2.0 q40.2.0 p8.2.1 p9.2.0 q69.0.0 p15.2.0 q46.0.1 p14.2.0 q120.1.0 p12.2.0 q76.0.0 p26.2.0 q94.1.0 p13.2.0 q78.1.0 p9.2.0 q82.0.0 p28.4.0 p19.2.0 q67.1.0 p9.2.0 q51.0.3",
      "1: p9.1.0 p3.1.0",
    ],
    odd: { http: 0, here: 1, relative: 1, bracket: 0, sameWords: 0, samePage: 0 },
  },
  {
    day: "2021-07-15",
    number: 189,
    sections: [
      "0: p72.0.0 p24.1.0 t",
      "2: l1.13.1.2",
      "3: p14.2.0 p25.2.0",
      "2: p6.2.0 p55.3.0 p11.3.0",
      "3: p7.2.0 p8.2.0",
      "2: p13.2.0 p16.2.0 q25.0.0 p10.2.0 q27.2.2",
      "1: l2.7.2.0",
    ],
    odd: { http: 0, here: 0, relative: 0, bracket: 0, sameWords: 1, samePage: 1 },
  },
];
