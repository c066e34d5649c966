// Keys of the worklist and the board. Without this file everything works by Tab and Enter.
"use strict";
(() => {
  const kept = "therapychain-single-keys";
  const keys = document.getElementById("keys");
  const show = document.getElementById("show-keys");
  if (show && keys) {
    show.hidden = false;
    show.addEventListener("click", () => keys.showModal());
  }
  const choice = document.getElementById("single-keys");
  let on = true;
  try { on = localStorage.getItem(kept) !== "no"; } catch { /* a browser that keeps nothing */ }
  if (choice) {
    choice.checked = on;
    choice.addEventListener("change", () => {
      on = choice.checked;
      try { localStorage.setItem(kept, on ? "yes" : "no"); } catch { /* as above */ }
    });
  }

  const rows = () => [...document.querySelectorAll("main [data-row]")].filter((row) => row.getClientRects().length > 0);

  const move = (by) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = event.target;
    // What is typed into a field is the field's, a scanner's keystrokes too.
    if (at instanceof Element && at.closest("input, textarea, select, [contenteditable], dialog")) return;
    const onRow = at instanceof Element && at.matches("[data-row]");
    if (onRow && event.key === "ArrowDown") move(1);
    else if (onRow && event.key === "ArrowUp") move(-1);
    else if (!on) return;
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") {
      const field = document.getElementById("seek");
      if (!field) return;
      field.focus();
      field.select();
    } else if (event.key === "?" && keys) keys.showModal();
    else return;
    event.preventDefault();
  });
})();
