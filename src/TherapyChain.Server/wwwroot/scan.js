// A keyboard-wedge scanner types a code and presses Enter. In a field of scanned codes that ends the line; when the field has all its codes, the next field is focused,
// so that a nurse scans one label after the other without touching the screen. Without this script Enter makes a new line, and Tab moves on.
const scans = [...document.querySelectorAll("textarea.scan, input.scan")];
const stops = () => [...document.querySelectorAll("form.step input, form.step textarea, form.step select")].filter(field => field.type !== "hidden" && field.offsetParent);

for (const field of scans) {
  field.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.isComposing) return;
    const lines = field.value.split("\n").filter(line => line.trim() !== "");
    const wanted = Number(field.dataset.count ?? 1);
    event.preventDefault();
    if (lines.length < wanted && field.tagName === "TEXTAREA") {
      if (lines.length > 0) field.value = lines.join("\n") + "\n";
      return;
    }
    const all = stops();
    all[all.indexOf(field) + 1]?.focus();
  });
}

// The first field that was refused, or what was refused as a whole.
document.getElementById("refusals")?.focus();
