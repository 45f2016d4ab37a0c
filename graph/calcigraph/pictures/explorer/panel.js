// What the panel says of a box, a claim or a result. All words become text nodes: markup in a label stays text.

const MEASURES = {
  "percent-change": "change",
  "percent-change-in-arm": "change within the arm",
  "pooled-effect": "pooled effect",
  HR: "hazard ratio",
  RR: "relative risk",
  OR: "odds ratio",
  SMD: "standardised mean difference",
  MD: "mean difference",
  WMD: "weighted mean difference",
};
const SPANS = { a: "year", mo: "month", wk: "week", d: "day", h: "hour" };
const FOUND = { supports: ["▲", "supports"], refutes: ["▼", "refutes"], null: ["○", "saw no effect"] };

/** Make an element; a child that is a list is spread, one that is empty is left out. */
function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function number(value) {
  return String(value).replace("-", "−");
}

class Panel {
  constructor(data, network, act) {
    Object.assign(this, { data, network, act });
  }

  /** Results by name; made when one is first asked for, since the evidence is long to read. */
  get results() {
    const every = () => Object.values(this.data.evidence).flatMap((page) => page.results ?? []);
    this.found ??= new Map(every().map((result) => [result.result, result]));
    return this.found;
  }

  sign(claim) {
    const [name, mark] = { 1: ["positive", "▲"], "-1": ["negative", "▼"] }[claim.sign] ?? ["none", "●"];
    return h("span", { class: `sign sign-${name}`, "aria-hidden": "true" }, mark);
  }

  badge(verdict) {
    if (!verdict.status) return null;
    const { levels, statuses } = this.data;
    const dots = verdict.certainty
      ? h(
          "span",
          { class: "dots", "aria-hidden": "true" },
          levels.map((_, place) => h("i", { class: place <= levels.indexOf(verdict.certainty) ? "full" : "" })),
        )
      : null;
    const words = verdict.certainty ? `${verdict.status}, ${verdict.certainty} certainty` : verdict.status;
    return h("span", { class: `badge drawn-${statuses[verdict.status]?.drawn ?? "open"}` }, dots, words);
  }

  /** A button that leads to a box or claim. */
  to(id, ...words) {
    return h("button", { type: "button", class: "go", "data-id": id, onclick: () => this.act.select(id, { show: true }) }, words);
  }

  claims(title, list, say) {
    if (list.length === 0) return null;
    const rows = list.map((claim) =>
      h("li", { class: this.network.shows(claim) ? "" : "off" }, this.to(claim.id, this.sign(claim), h("span", {}, say(claim)), this.badge(claim))),
    );
    return h("section", {}, h("h3", {}, `${title} (${list.length})`), h("ul", { class: "rows" }, rows));
  }

  view(id) {
    const claim = this.network.claims.get(id);
    if (claim) return this.claim(claim);
    const node = this.network.nodes.get(id);
    if (node && id.startsWith("id:")) return this.node(node); // an entity, which needs no evidence read
    const evidence = this.data.evidence[id];
    if (evidence) return this.page(capital(evidence.claim.label), { ...evidence.claim, id }, evidence);
    if (this.results.has(id)) return this.result(id);
    return this.node(node);
  }

  heading(text, kind) {
    return [h("p", { class: "kind" }, kind), h("h2", { tabindex: "-1", id: "subject" }, text)];
  }

  node(node) {
    const answers = (node.answers ?? []).map(({ panel, answer }) =>
      h("li", { class: `answer answer-${answer.replaceAll(" ", "-")}` }, panel ? `${panel}: ` : "", h("b", {}, answer)),
    );
    const claims = (list) => list.filter((claim) => claim.status);
    const [out, into] = [claims(this.network.out.get(node.id)), claims(this.network.into.get(node.id))];
    const links = (node.links ?? []).map(({ text, url, how }) => h("li", {}, `${how} `, this.link(url, text)));
    return [
      this.heading(node.label, [node.kind, node.region].filter(Boolean).join(" · ")),
      answers.length > 0 && h("ul", { class: "answers", "aria-label": "What if" }, answers),
      node.definition && h("p", { class: "lead" }, node.definition),
      node.detail && h("p", {}, node.detail),
      node.synonyms && h("p", { class: "quiet" }, `Also called ${node.synonyms.join(", ")}.`),
      this.tools(node.id),
      this.claims("Acts on", out, (claim) => (claim.verb ? `${claim.verb} ${this.network.label(claim.target)}` : claim.label)),
      this.claims("Acted on by", into, (claim) => (claim.verb ? `${this.network.label(claim.source)} ${claim.verb} it` : claim.label)),
      links.length > 0 && h("section", {}, h("h3", {}, "In other vocabularies"), h("ul", { class: "links" }, links)),
    ].flat().filter(Boolean);
  }

  claim(claim) {
    const facts = [
      { 1: "More of the first gives more of the second.", "-1": "More of the first gives less of the second." }[claim.sign],
      claim.directness === "direct" ? "One step of mechanism." : claim.directness && "A claim from end to end.",
      claim.limiting && "A limiting input: its lack blocks the rest.",
      claim.negated && "Said not to be so.",
      claim.tissues.length > 0 && `Where: ${claim.tissues.join(", ")}.`,
    ];
    const ends = h(
      "p",
      { class: "ends" },
      this.to(claim.source, this.network.label(claim.source)),
      h("span", {}, this.sign(claim), " ", claim.verb || "relates to"),
      this.to(claim.target, this.network.label(claim.target)),
    );
    return this.page(capital(claim.label), claim, this.data.evidence[claim.id] ?? {}, [ends, h("p", {}, facts.filter(Boolean).join(" "))]);
  }

  /** The page on a claim, as the command line prints it. */
  page(title, claim, page, lead = []) {
    const results = page.results ?? [];
    const group = (name, counted) => {
      const rows = results.filter((row) => Boolean(row.counted) === counted);
      if (rows.length === 0) return null;
      return h("section", {}, h("h3", {}, `${name} (${rows.length})`), h("ul", { class: "cards" }, rows.map((row) => this.card(row))));
    };
    const sources = (page.mechanism ?? []).map((row) =>
      h("li", { class: "card" }, h("b", {}, row.source), h("p", {}, row.title ?? "Title not displayed."), this.references(row)),
    );
    const said = (page.statements ?? []).map((row) =>
      h("li", { class: "card" }, h("b", {}, row.article), h("p", {}, [row.section, row.hedge, row.boldness].filter(Boolean).join(" · "))),
    );
    return [
      this.heading(title, "Claim"),
      h("p", { class: "verdict" }, this.badge(claim), this.network.statuses[claim.status]?.meaning),
      lead,
      this.network.claims.has(claim.id) && this.tools(claim.id),
      (page.verdicts ?? []).map((verdict) => this.verdict(verdict)),
      group("Results that count", true),
      group("Results that do not count", false),
      results.length + sources.length === 0 && h("p", { class: "empty" }, "Nothing in the graph has studied this."),
      sources.length > 0 && h("section", {}, h("h3", {}, "Source of this step"), h("ul", { class: "cards" }, sources)),
      said.length > 0 && h("section", {}, h("h3", {}, `Who says so (${said.length})`), h("ul", { class: "cards" }, said)),
      page.note && h("p", { class: "advice" }, page.note),
    ].flat().filter(Boolean);
  }

  verdict(verdict) {
    const { supporting = 0, refuting = 0, null: nothing = 0 } = verdict;
    return h(
      "section",
      {},
      h("h3", {}, `Verdict at ${verdict.endpoint}`),
      h("p", {}, this.badge(verdict), ` Independent sources: ${supporting} support, ${refuting} refute, ${nothing} saw no effect.`),
      h("ul", { class: "reasons" }, [
        (verdict.reasons ?? []).map((row) => h("li", {}, h("b", {}, `Lowered for ${row.reason}. `), this.data.meanings[row.reason])),
        (verdict.differences ?? []).map((row) =>
          h(
            "li",
            {},
            h("b", {}, `The results differ in ${row.difference}. `),
            `Supporting: ${(row.supporting ?? []).join(" · ") || "none"}. Others: ${(row.others ?? []).join(" · ") || "none"}.`,
          ),
        ),
      ]),
    );
  }

  card(row) {
    const [mark, word] = FOUND[row.direction];
    const flags = [row.related && "related only", row.analysis !== "main" && row.analysis].filter(Boolean);
    return h(
      "li",
      { class: `card found-${row.direction}`, "data-result": row.result },
      h("p", { class: "found" }, h("span", { "aria-hidden": "true" }, mark), ` ${capital(word)}`, flags.length > 0 && ` (${flags.join(", ")})`),
      h("p", {}, row.description),
      this.numbers(row) && h("p", { class: "numbers" }, this.numbers(row)),
      h("p", { class: "quiet" }, [row.design, row.endpoint, row.population, row.baseline, row.n && `n = ${row.n}`].filter(Boolean).join(" · ")),
      row.warning && h("p", { class: "warning" }, `Integrity warning: ${row.warning}`),
      row.caveat && h("p", { class: "quiet" }, `Note: ${row.caveat}`),
      h("p", { class: "source" }, row.source.includes(row.year) || !row.year ? row.source : `${row.source} ${row.year}`, this.references(row)),
    );
  }

  numbers(row) {
    const parts = [];
    if (row.effect !== undefined) {
      const unit = !row.unit || row.unit === "1" ? "" : ` ${row.unit}`;
      const between = row.low === undefined ? "" : ` (95 % interval ${number(row.low)} to ${number(row.high)})`;
      parts.push(`${capital(MEASURES[row.measure] ?? row.measure ?? "effect")} ${number(row.effect)}${unit}${between}`);
    }
    if (row.p) parts.push(`P${row.p}`);
    if (row.form) parts.push(row.dose === undefined ? row.form : `${row.form} ${row.dose} ${row.doseUnit}`);
    if (row.duration !== undefined) parts.push(count(row.duration, SPANS[row.durationUnit] ?? row.durationUnit));
    return parts.join("; ");
  }

  references(row) {
    const { pmid, doi } = this.data.addresses;
    const found = [
      row.pmid && this.link(pmid.replace("{}", encodeURIComponent(row.pmid)), `PMID ${row.pmid}`),
      row.doi && this.link(doi.replace("{}", encodeURI(row.doi)), `doi:${row.doi}`),
      row.identifier && !row.pmid && !row.doi && h("span", {}, row.identifier),
      row.verification && row.verification !== "verified" && h("span", { class: "quiet" }, row.verification),
    ].filter(Boolean);
    return found.length > 0 && h("span", { class: "references" }, found);
  }

  link(url, text) {
    return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
  }

  result(id) {
    const row = this.results.get(id);
    const about = Object.entries(this.data.evidence).filter(([, page]) => (page.results ?? []).some((each) => each.result === id));
    return [
      this.heading(row.source, `Result · ${row.counted ? "counts" : "does not count"}`),
      h("ul", { class: "cards" }, this.card(row)),
      about.map(([claim, page]) =>
        this.network.get(claim) ? h("p", {}, "About ", this.to(claim, capital(this.network.get(claim).label))) : h("p", {}, `About: ${page.claim.label}.`),
      ),
    ].flat();
  }

  /** Highlighting and ways on from what is selected. */
  tools(id) {
    const { way, depth } = this.act.tracing();
    const choice = (name, label, value, options) =>
      h(
        "label",
        {},
        `${label} `,
        h(
          "select",
          { id: `trace-${name}`, onchange: (event) => this.act.trace(name, event.target.value) },
          options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
        ),
      );
    const steps = [...[1, 2, 3, 4, 5, 6].map((step) => [String(step), count(step, "step")]), ["99", "all steps"]];
    const node = this.network.nodes.get(id);
    const walks = node && ["up", "down"].some((side) => this.network.steps(id, side).length > 0);
    return h(
      "div",
      { class: "tools", role: "group", "aria-label": "Highlight" },
      choice("way", "Highlight", way, [["both", "both ways"], ["up", "upstream"], ["down", "downstream"], ["none", "nothing"]]),
      choice("depth", "Depth", depth, steps),
      h("p", { class: "quiet", id: "traced" }),
      walks && h("p", { class: "buttons" }, [
        h("button", { type: "button", onclick: () => this.act.path("from", id) }, "Paths from here"),
        h("button", { type: "button", onclick: () => this.act.path("to", id) }, "Paths to here"),
      ]),
    );
  }

  /** Fill a part of the list when it is opened. */
  list(part, nodes) {
    if (part.childElementCount > 1) return;
    const sorted = [...nodes].sort((a, b) => compare(fold(a.label), fold(b.label)));
    part.append(h("ul", { class: "rows" }, sorted.map((node) => h("li", {}, this.to(node.id, node.label)))));
  }

  /** What is in the picture, as a list: the way in for those who do not see it. */
  index() {
    const { start, regions } = this.data;
    const groups = new Map(regions.map((region) => [region, []]));
    for (const node of this.network.nodes.values()) {
      const name = node.region || capital(node.kind);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(node);
    }
    const lead = [
      h("h2", { tabindex: "-1", id: "subject" }, "What is shown"),
      h("p", { class: "lead" }, this.data.description),
      this.data.note && h("p", {}, this.data.note),
      document.querySelector("#tab-key .legend-list")?.cloneNode(true),
      h("h3", {}, "Everything in the picture"),
    ];
    return [
      start && this.data.evidence[start] ? [this.view(start), h("h3", {}, "Everything in the picture")] : lead,
      [...groups].filter(([, nodes]) => nodes.length > 0).map(([name, nodes]) =>
        h("details", { ontoggle: (event) => this.list(event.target, nodes) }, h("summary", {}, `${name} (${nodes.length})`)),
      ),
    ].flat(2).filter(Boolean);
  }
}
