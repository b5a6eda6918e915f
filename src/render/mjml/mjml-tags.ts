/**
 * The tags of MJML and the attributes each of them takes, so that a mistyped one can be told with the one that was
 * meant.
 */
export const mjmlTags: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(attributes()).map(([tag, names]) => [tag, [...words(names), "css-class", "mj-class"]]),
);

/** Those that show the text that stands in them; in every other one MJML drops it. */
export const textTags: ReadonlySet<string> = new Set([
  ...["mj-text", "mj-button", "mj-table", "mj-raw", "mj-preview", "mj-title", "mj-style"],
  ...["mj-accordion-title", "mj-accordion-text", "mj-navbar-link", "mj-social-element", "mj-html-attribute"],
]);

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function attributes(): Readonly<Record<string, string>> {
  const box = "padding padding-top padding-right padding-bottom padding-left";
  const edge = "border border-top border-right border-bottom border-left";
  const font = "color font-family font-size font-weight line-height";
  return {
    mjml: "owa lang dir",
    "mj-accordion": `${box} container-background-color border font-family icon-align icon-width icon-height icon-wrapped-url icon-wrapped-alt icon-unwrapped-url icon-unwrapped-alt icon-position`,
    "mj-accordion-element":
      "background-color border font-family icon-align icon-width icon-height icon-wrapped-url icon-wrapped-alt icon-unwrapped-url icon-unwrapped-alt icon-position",
    "mj-accordion-text": `${box} ${font} background-color letter-spacing`,
    "mj-accordion-title": `${box} background-color color font-size font-family font-weight`,
    "mj-attributes": "",
    "mj-body": "width background-color id",
    "mj-breakpoint": "width",
    "mj-button": `${box} ${edge} ${font} align background-color border-radius container-background-color font-style height href name title inner-padding letter-spacing rel target text-decoration text-transform vertical-align text-align width`,
    "mj-carousel": `${box} align border-radius container-background-color icon-width left-icon right-icon thumbnails tb-border tb-border-radius tb-hover-border-color tb-selected-border-color tb-width`,
    "mj-carousel-image":
      "alt href rel target title src thumbnails-src border-radius tb-border tb-border-radius",
    "mj-column": `${box} ${edge} background-color border-radius direction inner-background-color inner-border inner-border-bottom inner-border-left inner-border-radius inner-border-right inner-border-top vertical-align width`,
    "mj-divider": `${box} border-color border-style border-width container-background-color width align`,
    "mj-font": "name href",
    "mj-group": "background-color direction vertical-align width",
    "mj-head": "",
    "mj-hero": `${box} mode height background-url background-width background-height background-position border-radius inner-background-color inner-padding inner-padding-top inner-padding-left inner-padding-right inner-padding-bottom background-color vertical-align`,
    "mj-html-attributes": "",
    "mj-image": `${box} ${edge} alt href name src srcset sizes title rel align border-radius container-background-color fluid-on-mobile target width height max-height font-size usemap`,
    "mj-navbar": `${box} align base-url hamburger ico-align ico-open ico-close ico-color ico-font-size ico-font-family ico-text-transform ico-padding ico-padding-left ico-padding-top ico-padding-right ico-padding-bottom ico-text-decoration ico-line-height`,
    "mj-navbar-link": `${box} ${font} font-style href name target rel letter-spacing text-decoration text-transform`,
    "mj-preview": "",
    "mj-raw": "position",
    "mj-section": `${box} ${edge} background-color background-url background-repeat background-size background-position background-position-x background-position-y border-radius direction full-width gutter text-align text-padding`,
    "mj-social": `${box} ${font} align border border-radius container-background-color font-style icon-size icon-height icon-padding inner-padding mode table-layout text-padding text-decoration vertical-align`,
    "mj-social-element": `${box} ${font} align icon-position background-color border border-radius font-style href icon-size icon-height icon-padding name text-padding rel src srcset sizes alt title target text-decoration vertical-align`,
    "mj-spacer": `${box} ${edge} container-background-color height`,
    "mj-style": "inline",
    "mj-table": `${box} ${font} align border cellpadding cellspacing container-background-color role table-layout vertical-align width`,
    "mj-text": `${box} ${font} align background-color container-background-color font-style height letter-spacing text-decoration text-transform vertical-align`,
    "mj-title": "",
    "mj-wrapper": `${box} ${edge} background-color background-url background-repeat background-size background-position background-position-x background-position-y border-radius direction full-width gutter text-align text-padding gap`,
    "mj-all": "",
    "mj-class": "name",
    "mj-selector": "path",
    "mj-html-attribute": "name",
  };
}
