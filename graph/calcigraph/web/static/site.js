// The search box of every page; without it the box asks the server, or the lists are one link away.
"use strict";
(() => {
  const form = document.getElementById("find");
  if (!form) return;
  const box = form.querySelector("input");
  const list = document.getElementById("find-list");
  const root = document.body.dataset.root;
  const suffix = "static" in document.body.dataset ? ".html" : "";
  let entries = null;
  let asked = null;
  let at = -1;
  form.hidden = false;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const load = () => {
    // A script and no JSON, since a page that is opened from disk may load the one and not the other.
    asked ??= new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = `${root}static/names.js`;
      script.onload = loaded;
      script.onerror = failed;
      document.head.append(script);
    }).then(() => {
      entries = globalThis.calcigraphNames.map(([label, path, kind, others = []]) => ({
        label, path, kind, others, keys: [label, ...others].map(fold),
      }));
    }).catch(() => { asked = null; });
    return asked;
  };
  const rank = (entry, words, whole) => {
    let best = 9;
    for (const key of entry.keys) {
      if (!words.every((word) => key.includes(word))) continue;
      best = Math.min(best, key === whole ? 0 : key.startsWith(whole) ? 1 : 2);
    }
    return best;
  };
  const order = { entity: 0, question: 1, claim: 2, source: 3 };
  const close = () => { list.hidden = true; at = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const show = async () => {
    const whole = fold(box.value.trim());
    if (!whole) { close(); return; }
    await load();
    if (!entries) return;
    const words = whole.split(/\s+/);
    const found = entries.map((entry) => [rank(entry, words, whole), entry]).filter(([score]) => score < 9)
      .sort(([a, x], [b, y]) => a - b || order[x.kind] - order[y.kind] || x.label.length - y.label.length || (x.path < y.path ? -1 : 1))
      .slice(0, 8);
    list.replaceChildren(...found.map(([, entry], number) => {
      const row = document.createElement("li");
      row.id = `find-${number}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const link = document.createElement("a");
      link.href = `${root}${entry.path}${suffix}`;
      link.tabIndex = -1;
      const kind = document.createElement("small");
      kind.textContent = entry.kind;
      link.append(entry.label, " ", kind);
      row.append(link);
      return row;
    }));
    if (!found.length) {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.setAttribute("aria-disabled", "true");
      row.textContent = "Nothing here is called so.";
      list.append(row);
    }
    at = -1;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };
  const move = (step) => {
    const rows = [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
    if (!rows.length) return;
    at = (at + step + rows.length) % rows.length;
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    box.setAttribute("aria-activedescendant", rows[at].id);
    rows[at].scrollIntoView({ block: "nearest" });
  };
  box.addEventListener("focus", load);
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Escape") { close(); }
  });
  form.addEventListener("submit", (event) => {
    const row = list.querySelectorAll("[role=option] a")[Math.max(at, 0)];
    if (!list.hidden && row) { event.preventDefault(); location.href = row.href; }
    else if (suffix) { event.preventDefault(); show(); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) { event.preventDefault(); box.focus(); }
  });
})();
