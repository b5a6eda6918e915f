/**
 * The form of a test mail begins anew each time it is opened: with the inbox, so that a relay is chosen knowingly for
 * every mail that leaves this machine. The button says where it goes.
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
    // Into the inbox a mail may go with the reader's own address; what leaves this machine goes where a person says.
    const to = form.querySelector('input[name="to"]');
    if (to instanceof HTMLInputElement) {
      to.required = relay !== undefined;
      to.placeholder = relay === undefined ? "the reader’s own address" : "ada@example.org";
    }
    if (button) button.textContent = relay === undefined ? "Send" : `Send through ${relay}`;
  };
  form.addEventListener("change", name);
  form.addEventListener("shown", name);
}
