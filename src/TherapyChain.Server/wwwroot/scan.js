// A keyboard-wedge scanner types a code and presses Enter. In a field of scanned codes that ends the line; when the codes of the field are all there, the next field takes
// over, so that a nurse scans one label after the other without touching the screen. Without this script Enter makes a new line, Tab moves on, and nothing is lost.
"use strict";
(() => {
  const next = field => {
    const fields = [...field.form.querySelectorAll("textarea, input:not([type=hidden]), select, button")].filter(f => f.offsetParent && !f.closest(".camera"));
    fields[fields.indexOf(field) + 1]?.focus();
  };
  const lines = field => field.value.split("\n").filter(line => line.trim() !== "");
  for (const field of document.querySelectorAll("textarea[data-scan], input.scan")) {
    const wanted = Number(field.dataset.scan ?? 1);
    field.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (lines(field).length >= wanted) next(field);
      else if (lines(field).length > 0) field.value = lines(field).join("\n") + "\n";
    });
    field.addEventListener("scan-full", () => { if (lines(field).length >= wanted) next(field); });
  }
  // What was refused as a whole comes before its fields.
  document.getElementById("refusals")?.focus();
})();
