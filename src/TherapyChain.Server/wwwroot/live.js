// Keeps a page up to date while others work: the server tells of a change, the page is asked for again by the same address, and the parts marked data-live are put in
// place of the old ones. Whoever is typing is told, and asks for the changes when they are ready.
const told = document.getElementById("live");
if (told && window.EventSource) {
  let dirty = false, asked = null;
  document.addEventListener("input", () => { dirty = true; });

  const say = text => { told.textContent = text; told.hidden = false; };

  async function refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    let differs = false;
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(old.id);
      if (!now || now.innerHTML === old.innerHTML) continue;
      differs = true;
      const kept = document.activeElement && old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      old.innerHTML = now.innerHTML;
      if (kept) old.querySelector(`[href="${CSS.escape(kept)}"]`)?.focus();
    }
    // A hold that came or went changes what may be done at all.
    if (fresh.querySelectorAll(".hold").length !== document.querySelectorAll(".hold").length) return location.reload();
    if (differs) say(told.dataset.told);
  }

  function changed() {
    if (!dirty) {
      // Several entries of one step are one change to look at.
      clearTimeout(asked);
      asked = setTimeout(refresh, 300);
      return;
    }
    say(told.dataset.waiting + " ");
    const show = document.createElement("button");
    show.type = "button";
    show.className = "quiet";
    show.textContent = told.dataset.show;
    show.addEventListener("click", () => { told.hidden = true; refresh(); });
    told.append(show);
  }

  let source = null;
  function listen() {
    source = new EventSource(told.dataset.changes);
    source.addEventListener("listening", () => { told.dataset.listening = ""; });
    source.addEventListener("changed", changed);
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) say(told.dataset.lost); });
  }

  // Browsers keep six connections to a server that speaks HTTP/1.1: tabs that nobody looks at must not hold them, or the seventh can send nothing.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) source.close();
    else if (source.readyState === EventSource.CLOSED) {
      listen();
      if (!dirty) refresh();
    }
  });
  listen();
}
