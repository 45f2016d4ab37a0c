// The page as a whole: what is selected, what is lit, the fragment of the address, keys.

const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 760px)");

function announce(text) {
  byId("live").textContent = text;
}

/** What makes the room between the words of a row part of it. */
function cover(box) {
  const area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const name of ["x", "y", "width", "height"]) area.setAttribute(name, box[name]);
  area.setAttribute("class", "cover");
  return area;
}

class Explorer {
  constructor(data) {
    const act = {
      select: (id, how) => this.select(id, how),
      tracing: () => ({ way: this.way, depth: this.depth }),
      trace: (name, value) => this.trace(name, value),
      path: (end, id) => this.path(end, id),
      walked: (path) => this.walked(path),
    };
    Object.assign(this, { data, selected: "", way: "both", depth: "1", walking: null, came: "down" });
    this.network = new Network(data);
    this.panel = new Panel(data, this.network, act);
    this.picture = byId("picture");
    this.svg = this.picture.querySelector("svg");
    this.groups = new Map();
    this.buttons = [];
    this.marks = [...this.svg.querySelectorAll("[data-of]")];
    this.adopt();
    this.view = data.kind === "story" ? new Scrolled() : new View(this.picture, this.svg, calm);
    this.filter = new Filter(this.network, () => this.filtered());
    this.paths = new Paths(this.network, this.panel, act);
    const search = new Completion(byId("search"), byId("search-list"), (text) => this.network.search(text), (item) => {
      this.select(item.id, { show: true, focus: true });
    });
    this.listen(search);
    this.route();
  }

  /** Make boxes and claims of the drawing into buttons, of which Tab reaches one. */
  adopt() {
    for (const group of this.svg.querySelectorAll("[data-id]")) {
      const id = group.dataset.id;
      const item = this.network.get(id);
      this.groups.set(id, [...(this.groups.get(id) ?? []), group]);
      if (!item || group.getAttribute("role") !== "button") continue;
      group.setAttribute("tabindex", "-1");
      group.setAttribute("aria-pressed", "false");
      this.buttons.push(group);
    }
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    idle(() => this.widen());
    this.order = [...this.network.nodes.keys()]
      .filter((id) => this.groups.has(id))
      .map((id) => [id, this.network.nodes.get(id)])
      .sort(([, a], [, b]) => compare(a.region, b.region) || compare(fold(a.label), fold(b.label)))
      .map(([id]) => id);
    this.rove(this.order.find((id) => this.network.nodes.get(id).focus) ?? this.order[0]);
    // Without boxes there is nothing to go along by arrows: Tab reaches every group.
    if (this.order.length === 0) for (const group of this.buttons) group.setAttribute("tabindex", "0");
  }

  /** Give thin lines and rows of words a surface to be pointed at. */
  widen() {
    for (const group of this.buttons) {
      const line = group.matches(".edge") && group.querySelector("path");
      if (line) {
        const wide = line.cloneNode();
        wide.setAttribute("class", "hit");
        group.append(wide);
      } else if (group.matches(".result")) group.prepend(cover(group.getBBox()));
    }
  }

  listen(search) {
    this.picture.addEventListener("click", (event) => {
      const id = event.target.closest("[role=button]")?.dataset.id;
      if (id) this.select(id, { focus: true });
    });
    this.picture.addEventListener("keydown", (event) => this.key(event));
    this.picture.addEventListener("focusin", (event) => {
      const group = event.target.closest("[data-id]");
      if (group && group.matches(":focus-visible")) this.view.show([group], { read: narrow.matches });
    });
    for (const [id, run] of Object.entries({
      "zoom-in": () => this.view.zoom(STEP),
      "zoom-out": () => this.view.zoom(1 / STEP),
      "zoom-fit": () => this.view.fit(),
      theme: () => this.theme(),
      sheet: () => this.sheet(byId("sheet").getAttribute("aria-expanded") !== "true"),
    })) {
      byId(id).addEventListener("click", run);
    }
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      this.tab("evidence");
      byId("subject").focus();
    });
    const tabs = [...document.querySelectorAll("[role=tab]")];
    for (const [place, button] of tabs.entries()) {
      button.addEventListener("click", () => this.tab(button.dataset.tab));
      button.addEventListener("keydown", (event) => {
        const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const shown = tabs.filter((each) => !each.hidden);
        const next = move ? shown[(shown.indexOf(tabs[place]) + move + shown.length) % shown.length] : { Home: shown[0], End: shown.at(-1) }[event.key];
        if (!next) return;
        event.preventDefault();
        this.tab(next.dataset.tab);
        next.focus();
      });
    }
    byId("panel").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.back();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select")) return;
      event.preventDefault();
      search.input.select();
      search.input.focus();
    });
    addEventListener("hashchange", () => this.route());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.themed());
    this.themed();
  }

  // ---------------------------------------------------------------- what is selected

  /** Do what the fragment of the address says: #id:…, #claim:…, or #path:from,to,number. */
  route() {
    let wanted = location.hash.slice(1);
    try {
      wanted = decodeURIComponent(wanted);
    } catch {
      // A stray percent sign: taken as it stands.
    }
    if (wanted === this.address) return;
    this.address = wanted;
    if (wanted.startsWith("path:")) {
      const [from, to, number_] = wanted.slice(5).split(",");
      if (this.network.nodes.has(from) && this.network.nodes.has(to)) {
        this.paths.set("from", from, false);
        this.paths.set("to", to, false);
        this.tab("paths");
        this.paths.find(Number(number_) - 1 || 0);
        return;
      }
    }
    const known = this.network.get(wanted) || this.panel.results.has(wanted);
    this.select(known ? wanted : "", { show: true });
    if (wanted && !known) {
      const text = `Nothing in this picture is called “${wanted}”.`;
      byId("tab-evidence").prepend(h("p", { class: "warning" }, text));
      announce(text);
    }
  }

  point(address) {
    this.address = address;
    if (decodeURIComponent(location.hash.slice(1)) !== address) history.pushState(null, "", `#${address}`);
  }

  select(id, { show = false, focus = false } = {}) {
    const fresh = id !== this.selected || this.walking;
    for (const group of this.groups.get(this.selected) ?? []) {
      group.classList.remove("selected");
      group.setAttribute("aria-pressed", "false");
    }
    this.selected = id;
    this.walking = null;
    const groups = this.groups.get(id) ?? [];
    for (const group of groups) {
      group.classList.add("selected");
      group.setAttribute("aria-pressed", "true");
    }
    byId("tab-evidence").replaceChildren(...(id ? this.panel.view(id) : this.panel.index()));
    byId("panel-body").scrollTop = 0;
    if (fresh && (id || this.address)) this.point(id);
    this.tab("evidence");
    if (id) {
      this.rove(id);
      this.sheet(true);
    }
    const text = this.light();
    if (focus && document.activeElement !== groups[0]) groups[0]?.focus({ preventScroll: true });
    if (show) this.look(groups.slice(0, 1));
    const item = this.network.get(id);
    byId("sheet-title").textContent = item ? item.label : "What is shown";
    if (item) announce(`${item.label} selected. ${text}`);
    else if (!id && fresh) announce("Nothing selected");
  }

  /** Show what is lit if it can be read then, else the selection alone. */
  look(groups) {
    if (this.data.panels > 1) return; // all of them are about the same
    const lit = [...this.svg.querySelectorAll(".lit")];
    if (lit.length > 1 && this.view.fits(lit) >= LEGIBLE) this.view.show(lit, { whole: true });
    else this.view.show(groups, { read: true });
  }

  clear() {
    this.select("");
    this.tab("evidence");
  }

  /** From the panel back to the picture. */
  back() {
    const group = this.groups.get(this.selected)?.[0] ?? this.svg.querySelector('[tabindex="0"]');
    group?.focus({ preventScroll: true });
  }

  trace(name, value) {
    this[name] = value;
    announce(this.light());
  }

  path(end, id) {
    this.paths.set(end, id);
    this.tab("paths");
    byId(end === "from" ? "path-to" : "path-from").focus();
  }

  walked(path) {
    this.walking = path;
    if (path) {
      this.point(`path:${this.paths.from},${this.paths.to},${this.paths.place + 1}`);
      byId("sheet-title").textContent = "Pathways";
      this.sheet(true);
    }
    this.light();
    const ids = path ? path.claims.flatMap((claim) => [claim.source, claim.target]) : [];
    this.view.show(ids.flatMap((id) => this.groups.get(id) ?? []), { whole: true });
  }

  filtered() {
    this.light();
    if (this.paths.found) this.paths.find();
    if (this.selected && !this.walking) {
      const { scrollTop } = byId("panel-body");
      byId("tab-evidence").replaceChildren(...this.panel.view(this.selected));
      byId("panel-body").scrollTop = scrollTop;
      this.light();
    }
    announce(this.filter.text);
  }

  /** Light what belongs to the selection or to the path, and dim the rest; say what it is. */
  light() {
    let lit = null;
    if (this.walking) lit = new Set(this.walking.claims.flatMap((claim) => [claim.id, claim.source, claim.target]));
    else if (this.selected && this.way !== "none" && this.network.get(this.selected)) {
      lit = this.network.trace(this.selected, this.way === "both" ? ["up", "down"] : [this.way], Number(this.depth));
    }
    const linked = new Set();
    for (const claim of this.network.claims.values()) {
      const off = !this.network.shows(claim);
      if (!off) linked.add(claim.source).add(claim.target);
      for (const group of this.groups.get(claim.id) ?? []) group.classList.toggle("off", off);
    }
    for (const [id, groups] of this.groups) {
      for (const group of groups) {
        group.classList.toggle("lit", Boolean(lit?.has(id)));
        if (this.network.nodes.has(id)) group.classList.toggle("alone", this.network.filtering && !linked.has(id));
      }
    }
    for (const mark of this.marks) {
      const [group] = this.groups.get(mark.dataset.of) ?? [];
      for (const name of ["off", "lit"]) mark.classList.toggle(name, Boolean(group?.classList.contains(name)));
    }
    this.svg.classList.toggle("tracing", Boolean(lit));
    const boxes = [...(lit ?? [])].filter((id) => this.network.nodes.has(id)).length;
    const text = lit && !this.walking ? `Highlighted: ${count(boxes, "box", "boxes")} and ${count(lit.size - boxes, "line")}.` : "";
    if (byId("traced")) byId("traced").textContent = text;
    return text;
  }

  // ---------------------------------------------------------------- keys

  /** Let Tab reach this group of the drawing and no other. */
  rove(id) {
    const [group] = this.groups.get(id) ?? [];
    if (!group || this.order.length === 0) return;
    this.svg.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    group.setAttribute("tabindex", "0");
  }

  focus(id) {
    this.rove(id);
    this.groups.get(id)?.[0].focus({ preventScroll: true });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = document.activeElement.dataset?.id ?? "";
    const shift = { ArrowRight: [80, 0], ArrowLeft: [-80, 0], ArrowDown: [0, 80], ArrowUp: [0, -80] }[event.key];
    const run = {
      "+": () => this.view.zoom(STEP),
      "=": () => this.view.zoom(STEP),
      "-": () => this.view.zoom(1 / STEP),
      0: () => this.view.fit(),
      Enter: () => this.enter(id),
      " ": () => this.enter(id),
      Escape: () => this.clear(),
      Home: () => this.focus(this.order[0]),
      End: () => this.focus(this.order.at(-1)),
    }[event.key] ?? (shift && (() => (event.shiftKey ? this.view.pan(...shift, true) : this.arrow(id, event.key))));
    if (!run) return;
    event.preventDefault();
    run();
  }

  enter(id) {
    if (id && id !== this.selected) this.select(id);
    else if (id) byId("subject").focus();
  }

  /** Right goes on along a claim and then to its end, left goes back; up and down go to the next of the same kind. */
  arrow(id, key) {
    const claim = this.network.claims.get(id);
    const way = { ArrowRight: "down", ArrowLeft: "up" }[key];
    const drawn = (list) => list.filter((each) => each.status && this.groups.has(each.id)).map((each) => each.id);
    if (way && claim) {
      this.focus(way === "down" ? claim.target : claim.source);
    } else if (way) {
      const [next] = drawn(this.network.links(id, way));
      this.came = way;
      if (next) this.focus(next);
      else announce(way === "down" ? "It acts on nothing shown." : "Nothing shown acts on it.");
    } else {
      const beside = claim ? drawn(this.network.links(this.came === "down" ? claim.source : claim.target, this.came)) : this.order;
      const place = beside.indexOf(id) + (key === "ArrowDown" ? 1 : -1);
      this.focus(beside[(place + beside.length) % beside.length]);
    }
  }

  // ---------------------------------------------------------------- frame

  tab(name) {
    if (name === "filter") this.filter.build();
    for (const button of document.querySelectorAll("[role=tab]")) {
      const here = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(here));
      button.setAttribute("tabindex", here ? "0" : "-1");
      byId(`tab-${button.dataset.tab}`).hidden = !here;
    }
  }

  sheet(open) {
    byId("sheet").setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("folded", !open);
  }

  get dark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  theme() {
    document.documentElement.dataset.theme = this.dark ? "light" : "dark";
    this.themed();
  }

  themed() {
    byId("theme").setAttribute("aria-pressed", String(this.dark));
  }
}

document.documentElement.classList.add("live");

/** The text that was deflated and written in base64. */
function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/** The pages of the claims, each result put together from what is the same wherever it bears and what is not. */
function unpacked(text) {
  const { results, pages } = JSON.parse(text);
  for (const page of Object.values(pages)) {
    page.results = page.results?.map((row) => ({ ...results[row.result], ...row }));
  }
  return pages;
}

document.addEventListener("DOMContentLoaded", async () => {
  const data = JSON.parse(byId("data").textContent);
  let text;
  try {
    text = await inflated(byId("evidence").textContent);
  } catch {
    // Without the evidence the panel would say that nothing was studied, which is not so.
    const words = "This browser cannot unpack the evidence of this page; a newer one can.";
    byId("tab-evidence").replaceChildren(h("p", { class: "warning" }, words));
    return;
  }
  let evidence;
  // The evidence is long to read, and is read when it is first asked for.
  Object.defineProperty(data, "evidence", { get: () => (evidence ??= unpacked(text)) });
  new Explorer(data);
  document.documentElement.classList.add("ready");
});
