// Runs a query here, and completes prefixes, terms and names. Without this script the form posts to the endpoint itself.
"use strict";
(() => {
  const [form, box, list, run, stop, csv, said, table, text, example] = ["query-form", "query", "completions", "run", "stop",
    "csv", "results-said", "results-table", "results-text", "example"].map((id) => document.getElementById(id));
  const root = document.body.dataset.root;
  const base = "https://w3id.org/calcigraph/";
  const pages = /^(id|claim|source|result|question)\/[^/]+$|^ontology#/;

  // ------------------------------------------------------------------------------------------------ running
  let running = null;
  let asked = "";
  const made = (tag, words) => {
    const part = document.createElement(tag);
    if (words !== undefined) part.textContent = words;
    return part;
  };
  const cell = (term) => {
    const part = made("td");
    if (!term) return part;
    if (term.type !== "uri") { part.textContent = term.value; return part; }
    const local = term.value.startsWith(base) ? term.value.slice(base.length) : "";
    if (!pages.test(local)) { part.append(made("code", term.value)); return part; }
    const link = made("a", local.replace("/", ":").replace("ontology#", "cg:"));
    link.href = root + local;
    part.append(link);
    return part;
  };
  const show = (answer) => {
    if (typeof answer.boolean === "boolean") { said.textContent = answer.boolean ? "Yes (true)." : "No (false)."; return; }
    const names = answer.head.vars;
    const rows = answer.results.bindings;
    const most = 1000;
    said.textContent = rows.length === 1 ? "1 row." : `${rows.length.toLocaleString("en")} rows${rows.length > most ? `, the first ${most.toLocaleString("en")} shown` : ""}.`;
    const whole = made("table");
    const head = whole.createTHead().insertRow();
    for (const name of names) { const th = made("th", name); th.scope = "col"; head.append(th); }
    const body = whole.createTBody();
    for (const row of rows.slice(0, most)) body.insertRow().append(...names.map((name) => cell(row[name])));
    table.replaceChildren(whole);
    table.hidden = !rows.length;
    csv.hidden = !rows.length;
  };
  const post = (accept) => fetch(form.action, {
    method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: accept },
    body: new URLSearchParams({ query: asked }), signal: running.signal, credentials: "omit",
  });
  const problem = async (answer) => {
    const words = await answer.text();
    try { const found = JSON.parse(words); return found.detail || found.title || found.error || words; } catch { return words; }
  };
  const ask = async () => {
    asked = box.value;
    if (!asked.trim()) { said.textContent = "There is no query yet."; return; }
    running?.abort();
    const mine = running = new AbortController();
    close();
    stop.hidden = false;
    table.hidden = text.hidden = csv.hidden = true;
    said.textContent = "Asking …";
    try {
      const answer = await post("application/sparql-results+json, text/turtle;q=0.9, application/json;q=0.5");
      if (!answer.ok) { said.textContent = `Not answered: ${await problem(answer)}`; return; }
      const media = answer.headers.get("content-type") || "";
      if (media.includes("json")) show(await answer.json());
      else { text.textContent = await answer.text(); text.hidden = false; said.textContent = "A graph, as Turtle."; }
    } catch (error) {
      said.textContent = error.name === "AbortError" ? "Stopped." : `Not answered: ${error.message}`;
    } finally {
      if (running === mine) stop.hidden = true;
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  stop.addEventListener("click", () => { running?.abort(); run.focus(); });
  csv.addEventListener("click", async () => {
    running = new AbortController();
    const answer = await post("text/csv");
    if (!answer.ok) { said.textContent = `Not answered: ${await problem(answer)}`; return; }
    const link = made("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = "results.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  example.addEventListener("change", () => example.form.requestSubmit());

  // ---------------------------------------------------------------------------------------------- completing
  let known = null;
  let loading = null;
  let offered = [];
  let at = 0;
  const fold = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const load = () => loading ??= fetch(`${root}static/terms.json`).then((answer) => answer.json()).then(({ prefixes, terms }) => {
    known = [
      ...Object.entries(prefixes).map(([name, iri]) => ({ insert: `${name}:`, label: iri, keys: [fold(name)] })),
      ...Object.entries(terms).map(([name, labels]) => ({
        insert: name, label: labels[0] || "", keys: [fold(name), fold(name.slice(name.indexOf(":") + 1)), ...labels.map(fold)],
      })),
    ];
  }).catch(() => { loading = null; });
  const close = () => { list.hidden = true; offered = []; box.removeAttribute("aria-activedescendant"); };
  const before = () => /[\w:.-]*$/.exec(box.value.slice(0, box.selectionStart))[0];
  const mark = () => {
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", `completion-${at}`);
  };
  const take = (index) => {
    const typed = before();
    const end = box.selectionStart;
    box.setRangeText(offered[index].insert, end - typed.length, end, "end");
    close();
    box.focus();
  };
  const offer = async (wanted) => {
    await load();
    const typed = fold(before());
    if (!known || /^[?$]/.test(box.value.slice(box.selectionStart - typed.length - 1)) || (!typed && !wanted)) { close(); return; }
    if (typed.length < 2 && !wanted && !typed.includes(":")) { close(); return; }
    offered = known.map((entry) => {
      const starts = entry.keys.some((key) => key.startsWith(typed));
      const inside = entry.keys.some((key) => key.includes(typed));
      return [starts ? 0 : inside ? 1 : 2, entry];
    }).filter(([rank]) => rank < 2).sort(([a, x], [b, y]) => a - b || x.insert.length - y.insert.length).slice(0, 12).map(([, entry]) => entry);
    if (!offered.length || (offered.length === 1 && offered[0].insert === before())) { close(); return; }
    list.replaceChildren(...offered.map((entry, index) => {
      const row = made("li");
      row.id = `completion-${index}`;
      row.setAttribute("role", "option");
      row.append(made("code", entry.insert), " ", made("small", entry.label));
      row.addEventListener("pointerdown", (event) => { event.preventDefault(); take(index); });
      return row;
    }));
    at = 0;
    list.hidden = false;
    mark();
  };
  box.addEventListener("input", () => offer(false));
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); ask(); }
    else if (event.ctrlKey && event.key === " ") { event.preventDefault(); offer(true); }
    else if (list.hidden) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(at); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
})();
