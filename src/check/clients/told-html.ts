import type { ToldFeature } from "./told-feature.ts";

const hidden = "Leave it out, or give it with {{#if}} to those who are to see it.";
const page = "Link to a page that does it.";
const asPicture = "Save it as PNG or JPEG, and show that.";

/** Of elements, attributes and pictures. */
export const toldOfHtml: Readonly<Record<string, ToldFeature>> = {
  "html-anchor-links": {
    name: "a link inside of the mail",
    sees: "click, and nothing happens",
    instead: "Leave it out, or link to the web version.",
  },
  "html-audio": {
    name: "<audio>",
    sees: "hear nothing, and see what stands inside of it, or nothing",
    instead: page,
  },
  "html-background": {
    name: "the attribute background",
    sees: "see no picture behind the words, and perhaps no words",
    instead: "Use mj-section with background-url, and a background-color.",
  },
  "html-button-submit": {
    name: "<button>",
    sees: "see none, or press it and nothing happens",
    instead: "Use mj-button, which is a link.",
  },
  "html-dialog": { name: "<dialog>", sees: "see it in the middle of the mail, or not at all", instead: page },
  "html-form": { name: "<form>", sees: "cannot send it off", instead: page },
  "html-hidden": { name: "the attribute hidden", sees: "see what you have hidden", instead: hidden },
  "html-image-maps": {
    name: "a map of links on a picture",
    sees: "click on the picture, and nothing happens",
    instead: "Cut it into pictures with a link each.",
  },
  "html-input-checkbox": { name: "a box to tick", sees: "see none", instead: page },
  "html-input-hidden": { name: '<input type="hidden">', sees: "send nothing of it", instead: page },
  "html-input-radio": { name: "a button to choose", sees: "see none", instead: page },
  "html-input-reset": { name: '<input type="reset">', sees: "see none", instead: page },
  "html-input-submit": {
    name: '<input type="submit">',
    sees: "see none, or press it and nothing happens",
    instead: page,
  },
  "html-input-text": { name: "a field to fill in", sees: "see none, or cannot type into it", instead: page },
  "html-link": {
    name: "a style sheet on another machine",
    sees: "see the mail without it",
    instead: "Write the rules into mj-style.",
  },
  "html-meter": {
    name: "<meter>",
    sees: "see nothing",
    instead: "Say it in words, or with cells of a table.",
  },
  "html-object": { name: "<object>", sees: "see nothing", instead: page },
  "html-popover": { name: "popover", sees: "see it in the middle of the mail, or not at all", instead: page },
  "html-progress": {
    name: "<progress>",
    sees: "see nothing",
    instead: "Say it in words, or with cells of a table.",
  },
  "html-ruby": {
    name: "<ruby>",
    sees: "see the reading run into the word",
    instead: "Put the reading into <rp>(</rp> brackets as well.",
  },
  "html-select": { name: "<select>", sees: "see none, or cannot choose", instead: page },
  "html-svg": { name: "<svg>", sees: "see nothing", instead: asPicture },
  "html-textarea": { name: "<textarea>", sees: "see none, or cannot type into it", instead: page },
  "html-video": {
    name: "<video>",
    sees: "see what stands inside of it, or nothing",
    instead: "Show a picture of it that links to the film.",
  },
  "image-apng": {
    name: "a picture in APNG",
    sees: "see its first frame only",
    instead: "Use GIF, and see that the first frame says it all.",
  },
  "image-avif": { name: "a picture in AVIF", sees: "see an empty frame", instead: asPicture },
  "image-base64": {
    name: "a picture written into the mail (data:)",
    sees: "see an empty frame",
    instead: "Put the file beside the template, and name it.",
  },
  "image-bmp": { name: "a picture in BMP", sees: "see wrong colours", instead: asPicture },
  "image-heif": { name: "a picture in HEIC", sees: "see an empty frame", instead: asPicture },
  "image-ico": { name: "a picture in ICO", sees: "see an empty frame", instead: asPicture },
  "image-mp4": {
    name: "a film as picture",
    sees: "see an empty frame",
    instead: "Show a picture that links to the film.",
  },
  "image-svg": { name: "a picture in SVG", sees: "see an empty frame", instead: asPicture },
  "image-tiff": { name: "a picture in TIFF", sees: "see an empty frame", instead: asPicture },
  "image-webp": { name: "a picture in WebP", sees: "see an empty frame", instead: asPicture },
};
