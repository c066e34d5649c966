// Before a form is sent it is seen whether the server answers at all. When it does not, the form stays as it is, with what was typed, and the page says so; the browser's own
// page for a lost connection would take everything away. Without this script forms are sent as ever.
"use strict";
(() => {
  const words = document.getElementById("no-connection");
  if (!words) return;
  const patience = 12000;
  let asking = false, sending = false;

  const answers = () => {
    const stop = new AbortController();
    const end = setTimeout(() => stop.abort(), patience);
    return fetch("/healthz", { cache: "no-store", signal: stop.signal }).then(answer => answer.ok, () => false).finally(() => clearTimeout(end));
  };

  document.addEventListener("submit", async event => {
    const form = event.target, button = event.submitter;
    // What a script of the page sends itself is its own; a search that fails has lost nothing.
    if (sending || event.defaultPrevented || form.method !== "post") return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    document.getElementById("not-sent")?.remove();
    const there = await answers();
    asking = false;
    if (there) {
      sending = true;
      form.requestSubmit(button);
      sending = false;
      return;
    }
    const told = words.content.firstElementChild.cloneNode(true);
    told.id = "not-sent";
    (button && form.contains(button) ? button : form.lastElementChild).before(told);
    told.focus();
  });
})();
