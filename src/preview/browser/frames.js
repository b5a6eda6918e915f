import { listenIn, ofMail } from "./mail-document.js";
import { say } from "./note.js";

/**
 * Keeps a frame as high as the mail in it, so that the page is what scrolls, and leads its links nowhere. Says
 * `mail-shown` of it.
 * @param {HTMLIFrameElement} frame
 * @param {() => void} [onShown] called once, when the frame has its height
 */
export function watchFrame(frame, onShown) {
  const seen = () => {
    const mail = frame.contentDocument;
    if (!mail || ofMail(mail, "URL") === "about:blank") return;
    const root = ofMail(mail, "documentElement");
    if (!root) return;
    const grow = () => {
      const height = Math.ceil(root.getBoundingClientRect().height);
      if (height > 0) frame.style.height = `${height}px`;
    };
    grow();
    new ResizeObserver(grow).observe(root);
    listenIn(mail, "click", tellTarget);
    // Keys pressed in the mail are meant for the page around it.
    listenIn(mail, "keydown", (event) =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true })),
    );
    onShown?.();
    frame.dispatchEvent(new CustomEvent("mail-shown", { bubbles: true }));
  };
  frame.addEventListener("load", seen);
  const mail = frame.contentDocument;
  if (mail && ofMail(mail, "readyState") === "complete") seen();
}

/** @param {MouseEvent} event */
function tellTarget(event) {
  // The element is of the frame's own world, so `instanceof` of this one says nothing of it.
  const link = /** @type {Element} */ (event.target).closest("a[href], area[href]");
  if (!link) return;
  event.preventDefault();
  // In an export a link has lost its target, and tells it in another place.
  const target = link.getAttribute("data-leads-to") ?? /** @type {HTMLAnchorElement} */ (link).href;
  say(`This link leads to ${target}`);
}
