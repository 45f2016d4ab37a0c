// The controls of the page: a box that completes names, the filter, and the steps through paths.

/** A text field with a list of names below it (the combobox pattern of the ARIA practices). */
class Completion {
  constructor(input, list, find, choose) {
    Object.assign(this, { input, list, find, choose, options: [], active: -1 });
    input.addEventListener("input", () => this.open());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // The field keeps the focus while the list is used with the mouse.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const place = [...list.children].indexOf(event.target.closest("[role=option]"));
      if (place >= 0 && this.options.length > 0) this.take(place);
    });
  }

  open() {
    const text = this.input.value.trim();
    this.options = text ? this.find(text).slice(0, 12) : [];
    this.active = this.options.length > 0 ? 0 : -1;
    const rows = this.options.map(({ item, name }, place) =>
      h(
        "li",
        { role: "option", id: `${this.list.id}-${place}`, "aria-selected": String(place === this.active) },
        h("span", {}, item.label),
        h("small", {}, name ? `also called ${name}` : item.status ? "claim" : item.kind),
      ),
    );
    if (text && rows.length === 0) rows.push(h("li", { class: "none" }, "Nothing in this picture is called so."));
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.mark();
    if (text) announce(this.options.length > 0 ? `${count(this.options.length, "name")} listed` : "Nothing found");
  }

  mark() {
    const options = [...this.list.querySelectorAll("[role=option]")];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    options[this.active]?.scrollIntoView({ block: "nearest" });
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      else if (this.options.length > 0) {
        this.active = (this.active + move + this.options.length) % this.options.length;
        this.mark();
      }
    } else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (this.list.hidden) this.input.value = "";
      this.close();
    }
  }

  take(place) {
    const { item } = this.options[place];
    this.input.value = item.label;
    this.close();
    this.choose(item);
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** Checkboxes for sign, certainty, tissue and source. */
class Filter {
  constructor(network, changed) {
    Object.assign(this, { network, changed, built: false, text: "" });
    for (const button of document.querySelectorAll(".clear-filter")) button.addEventListener("click", () => this.clear());
  }

  /** Make the lists, when they are wanted for the first time. */
  build() {
    if (this.built) return;
    this.built = true;
    const orders = {
      sign: ["raises", "lowers", "other relation"],
      certainty: ["high", "moderate", "low", "very low", this.network.unrated],
    };
    for (const facet of FACETS) {
      const found = [...this.network.counts(facet)];
      const known = orders[facet];
      found.sort(([a], [b]) => (known ? known.indexOf(a) - known.indexOf(b) : compare(fold(a), fold(b))));
      const rows = found.map(([value, claims]) => this.row(facet, value, claims));
      const box = byId(`filter-${facet}`);
      box.hidden = found.length === 0;
      box.append(h("ul", {}, rows));
      const search = box.querySelector("input[type=search]");
      search?.addEventListener("input", () => {
        for (const row of rows) row.hidden = !fold(row.querySelector("input").value).includes(fold(search.value));
      });
    }
    this.write();
  }

  row(facet, value, claims) {
    const tick = (event) => this.choose(facet, value, event.target.checked);
    return h(
      "li",
      {},
      h(
        "label",
        {},
        h("input", { type: "checkbox", value, onchange: tick }),
        h("span", {}, value),
        h("small", {}, h("span", { class: "hidden" }, "claims: "), claims),
      ),
    );
  }

  choose(facet, value, wanted) {
    if (wanted) this.network.chosen[facet].add(value);
    else this.network.chosen[facet].delete(value);
    this.write();
    this.changed();
  }

  clear() {
    for (const facet of FACETS) this.network.chosen[facet].clear();
    for (const box of document.querySelectorAll("#tab-filter input[type=checkbox]")) box.checked = false;
    this.write();
    this.changed();
    byId("tab-button-filter").focus();
  }

  write() {
    const claims = [...this.network.claims.values()].filter((claim) => claim.status);
    const shown = claims.filter((claim) => this.network.shows(claim)).length;
    const text = `${shown} of ${count(claims.length, "claim")} shown`;
    byId("filtered").textContent = text;
    byId("chip").hidden = !this.network.filtering;
    byId("chip-text").textContent = text;
    byId("filter-count").textContent = this.network.filtering ? FACETS.reduce((sum, facet) => sum + this.network.chosen[facet].size, 0) : "";
    this.text = text;
  }
}

/** Paths between two factors, one after the other. */
class Paths {
  constructor(network, panel, act) {
    Object.assign(this, { network, panel, act, from: "", to: "", found: null, place: 0 });
    const walks = (item) => this.network.nodes.has(item.id) && ["up", "down"].some((way) => this.network.steps(item.id, way).length > 0);
    for (const end of ["from", "to"]) {
      const input = byId(`path-${end}`);
      const find = (text) => this.network.search(text, walks);
      new Completion(input, byId(`path-${end}-list`), find, (item) => this.set(end, item.id));
      input.addEventListener("input", () => Object.assign(this, { [end]: "" }));
    }
    byId("path-steps").addEventListener("change", () => this.find());
    byId("path-form").addEventListener("submit", (event) => {
      event.preventDefault();
      for (const end of ["from", "to"]) {
        const text = byId(`path-${end}`).value;
        this[end] ||= this.network.search(text, walks)[0]?.item.id ?? "";
        if (this[end]) byId(`path-${end}`).value = this.network.label(this[end]);
      }
      this.find();
    });
    byId("path-swap").addEventListener("click", () => {
      const { from, to } = this;
      this.set("from", to, false);
      this.set("to", from);
    });
  }

  set(end, id, search = true) {
    this[end] = id;
    byId(`path-${end}`).value = id ? this.network.label(id) : "";
    if (search && this.from && this.to) this.find();
  }

  find(place = 0) {
    const longest = Number(byId("path-steps").value);
    const missing = this.from === this.to && this.from ? "A path needs two different ends." : "Choose where paths start and where they end.";
    if (!this.from || !this.to || this.from === this.to) {
      this.found = null;
      byId("path-found").replaceChildren(h("p", { class: "empty" }, missing));
      announce(missing);
      this.act.walked(null);
      return;
    }
    this.found = this.network.paths(this.from, this.to, longest);
    this.step(Math.min(Math.max(place, 0), Math.max(this.found.paths.length - 1, 0)));
  }

  /** Why there is none. */
  nothing() {
    const filtered = this.network.filtering ? " that the filter shows" : "";
    const pair = `from ${this.network.label(this.from)} to ${this.network.label(this.to)}`;
    const { shortest } = this.found;
    if (shortest === undefined) return `No path ${pair} of any length in this picture${filtered && `, by claims${filtered}`}.`;
    return `No path ${pair} of so few steps; the shortest has ${shortest}.`;
  }

  step(place) {
    const { paths, more } = this.found;
    const path = paths[place];
    this.place = place;
    this.act.walked(path ?? null);
    if (!path) {
      byId("path-found").replaceChildren(h("p", { class: "empty" }, this.nothing()));
      announce(this.nothing());
      return;
    }
    const raising = paths.filter(({ sign }) => sign > 0).length;
    const turn = (by, name) =>
      h("button", { type: "button", id: `path-${by > 0 ? "next" : "previous"}`, onclick: () => this.turn(by) }, name);
    const [first, last] = [this.network.nodes.get(this.from), this.network.nodes.get(this.to)];
    const verb = effect(path.sign, first.plural);
    const head = `${more ? "At least " : ""}${count(paths.length, "path")}: ${raising} raise ${last.label}, ${paths.length - raising} lower it.`;
    const where = `Path ${place + 1} of ${paths.length}`;
    byId("path-found").replaceChildren(
      h("p", { class: "quiet" }, head),
      h("div", { class: "stepper", role: "group", "aria-label": "Steps through the paths" }, turn(-1, "Previous"), h("b", { id: "path-place" }, where), turn(1, "Next")),
      h("p", { class: "effect" }, this.panel.sign(path), h("span", { id: "path-effect" }, `${first.label} ${verb} ${last.label} in ${count(path.claims.length, "step")}`)),
      h("p", { id: "path-sentence" }, path.sentence),
      h("ol", { class: "rows" }, path.claims.map((claim) => h("li", {}, this.panel.to(claim.id, this.panel.sign(claim), h("span", {}, claim.label), this.panel.badge(claim))))),
      h("p", { class: "quiet" }, `Weakest step: ${path.weakest.label}, ${rated(path.weakest)}.`),
    );
    announce(`${where}. ${path.sentence}`);
    byId("path-found").scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
  }

  turn(by) {
    const { length } = this.found.paths;
    this.step((this.place + by + length) % length);
    byId(by > 0 ? "path-next" : "path-previous").focus();
  }
}
