// Filters all claims while one types; without this script the form asks the server, page by page.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const [count, table, pages, more] = ["filter-count", "claims", "pages", "more-claims"].map((id) => document.getElementById(id));
  const body = table.tBodies[0];
  const root = document.body.dataset.root;
  const suffix = "static" in document.body.dataset ? ".html" : "";
  const size = 50;
  let rows = null;
  let loading = null;
  let found = [];
  let shown = 0;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const load = () => loading ??= fetch(`${root}static/claims.json`).then((answer) => answer.json()).then(({ columns, rows: cells }) => {
    rows = cells.map((each) => Object.fromEntries(columns.map((name, index) => [name, each[index]])));
    for (const row of rows) row.text = fold(`${row.label} ${row.whom}`);
  }).catch(() => { loading = null; });
  const made = (tag, text, look) => {
    const part = document.createElement(tag);
    if (text) part.textContent = text;
    if (look) part.className = look;
    return part;
  };
  const linked = (path, text) => {
    if (!path) return text;
    const link = made("a", text);
    link.href = `${root}${path}${suffix}`;
    return link;
  };
  const line = (row) => {
    const does = linked(row.path, row.predicate);
    does.setAttribute("aria-label", `${row.predicate}: ${row.label}`);
    const cells = [
      ["Subject", linked(row.subject_path, row.subject)], ["Does", does], ["Object", linked(row.object_path, row.object)],
      ["Verdict", made("span", row.status, `level ${row.status.replace(" ", "-")}`), " ", made("span", row.certainty, "small soft")],
      ["Studied in", row.whom],
    ];
    const whole = made("tr");
    for (const [head, ...parts] of cells) {
      const cell = made("td");
      cell.dataset.head = head;
      cell.append(...parts.filter(Boolean));
      whole.append(cell);
    }
    return whole;
  };
  const grow = () => {
    body.append(...found.slice(shown, shown + size).map(line));
    shown = Math.min(shown + size, found.length);
    more.hidden = shown >= found.length;
    more.textContent = `Show more (${found.length - shown} left)`;
  };
  const filter = async () => {
    await load();
    if (!rows) return;
    const asked = Object.fromEntries(new FormData(form));
    const words = fold(asked.words).split(/\s+/).filter(Boolean);
    found = rows.filter((row) => ["status", "certainty", "kind"].every((name) => !asked[name] || row[name] === asked[name])
      && words.every((word) => row.text.includes(word)));
    body.replaceChildren();
    shown = 0;
    grow();
    pages.hidden = true;
    table.hidden = !found.length;
    const every = rows.length.toLocaleString("en");
    count.textContent = !found.length ? `No claim of ${every} is like that`
      : `${found.length.toLocaleString("en")} ${found.length === 1 ? "claim" : "claims"}${found.length < rows.length ? ` of ${every}` : ""}`;
    const address = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${address.size ? `?${address}` : ""}`);
  };
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); filter(); });
  more.addEventListener("click", () => {
    const first = shown;
    grow();
    body.rows[first]?.querySelector("a")?.focus();
  });
})();
