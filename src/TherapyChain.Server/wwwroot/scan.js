// A scanner types a code and presses Enter: when the codes of a field are all there, the next field takes over.
// Without this script Enter begins a new line, and nothing is lost.
"use strict";
(() => {
  const next = field => {
    const fields = [...field.form.querySelectorAll("textarea, input:not([type=hidden]), select, button")].filter(f => f.offsetParent && !f.closest(".camera"));
    const following = fields.slice(fields.indexOf(field) + 1)[0];
    if (following) following.focus();
  };
  for (const field of document.querySelectorAll("textarea[data-scan]")) {
    const full = () => field.value.split("\n").filter(line => line.trim()).length >= Number(field.dataset.scan);
    field.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (!full()) return;
      event.preventDefault();
      next(field);
    });
    field.addEventListener("scan-full", () => { if (full()) next(field); });
  }
})();
