/**
 * The form of a test mail begins anew each time it is opened: with the inbox, so that a relay is chosen knowingly for every mail that
 * leaves this machine. The button says where it goes.
 */
export function followTestMail() {
  const popover = document.getElementById("test-mail");
  const form = popover?.querySelector("form");
  if (!popover || !form) return;
  popover.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
    const first = form.querySelector('input[value="inbox"]');
    if (first instanceof HTMLInputElement) first.checked = true;
    const output = form.querySelector("output");
    if (output) output.textContent = "";
    name();
  });
  const name = () => {
    const chosen = form.querySelector('input[name="through"]:checked');
    const button = form.querySelector("button.main");
    const relay = chosen instanceof HTMLInputElement ? /^relay:(.*)/.exec(chosen.value)?.[1] : undefined;
    if (button) button.textContent = relay === undefined ? "Send" : `Send through ${relay}`;
  };
  form.addEventListener("change", name);
  form.addEventListener("shown", name);
}
