// The network of the page: names, filter, what lies up- and downstream, paths. Nothing here touches the document.

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa", µ: "mu", μ: "mu" };
// British and American spellings meet, as in the names that the command line takes.
const SPELLINGS = [
  [/[ao]e/g, "e"],
  [/([iy])s(?=ation|ed|e|ing)/g, "$1z"],
  [/our/g, "or"],
  [/ll(?=ing|ed)/g, "l"],
  [/sulph/g, "sulf"],
  [/fibre/g, "fiber"],
];
const FACETS = ["sign", "certainty", "tissue", "source"];
const ENOUGH = 500; // paths that are listed
const PATIENCE = 400000; // steps after which a search for paths stops

const FOLDED = new Map(); // lists are sorted by folded names, so each is folded once

/** Fold a name so that its usual spellings become equal; what is left are letters and digits. */
function fold(name) {
  if (!FOLDED.has(name)) FOLDED.set(name, folded(name));
  return FOLDED.get(name);
}

function folded(name) {
  let text = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  text = text.replace(/[αβγδκµμ]/g, (letter) => GREEK[letter]).replace(/[^\p{L}\p{N}]+/gu, "");
  return SPELLINGS.reduce((so, [pattern, plain]) => so.replace(pattern, plain), text);
}

/** The verdict on a claim in words. */
function rated(claim) {
  return claim.certainty ? `${claim.status} (${claim.certainty} certainty)` : claim.status;
}

class Network {
  constructor(data) {
    this.nodes = new Map(data.nodes.map((node) => [node.id, node]));
    this.claims = new Map(data.claims.map((claim) => [claim.id, claim]));
    this.statuses = data.statuses;
    this.unrated = data.unrated;
    this.out = new Map(data.nodes.map((node) => [node.id, []]));
    this.into = new Map(data.nodes.map((node) => [node.id, []]));
    for (const claim of data.claims) {
      this.out.get(claim.source).push(claim);
      this.into.get(claim.target).push(claim);
    }
    this.chosen = Object.fromEntries(FACETS.map((facet) => [facet, new Set()]));
    this.names = null;
  }

  get(id) {
    return this.nodes.get(id) ?? this.claims.get(id);
  }

  label(id) {
    return this.nodes.get(id).label;
  }

  /** The values of a claim on one side of the filter. */
  values(claim, facet) {
    if (facet === "sign") return [{ 1: "raises", "-1": "lowers" }[claim.sign] ?? "other relation"];
    if (facet === "certainty") return [claim.certainty ?? this.unrated];
    return facet === "tissue" ? claim.tissues : claim.sources;
  }

  /** Every value of a side of the filter, with the number of claims that have it. */
  counts(facet) {
    const found = new Map();
    for (const claim of this.claims.values()) {
      if (!claim.status) continue;
      for (const value of this.values(claim, facet)) found.set(value, (found.get(value) ?? 0) + 1);
    }
    return found;
  }

  get filtering() {
    return FACETS.some((facet) => this.chosen[facet].size > 0);
  }

  /** Whether the filter lets a claim through: one of the values chosen on each side; nothing chosen means any. */
  shows(claim) {
    return (
      !claim.status ||
      FACETS.every((facet) => {
        const wanted = this.chosen[facet];
        return wanted.size === 0 || this.values(claim, facet).some((value) => wanted.has(value));
      })
    );
  }

  links(id, way) {
    return ((way === "up" ? this.into : this.out).get(id) ?? []).filter((claim) => this.shows(claim));
  }

  /** What lies up- or downstream of a box or a claim, up to a number of steps. */
  trace(id, ways, depth) {
    const claim = this.claims.get(id);
    const found = new Set(claim ? [id, claim.source, claim.target] : [id]);
    for (const way of ways) {
      let frontier = [claim ? (way === "up" ? claim.source : claim.target) : id];
      const seen = new Set(frontier);
      for (let step = 0; step < depth && frontier.length > 0; step += 1) {
        const next = [];
        for (const link of frontier.flatMap((node) => this.links(node, way))) {
          const end = way === "up" ? link.source : link.target;
          found.add(link.id).add(end);
          if (!seen.has(end)) {
            seen.add(end);
            next.push(end);
          }
        }
        frontier = next;
      }
    }
    return found;
  }

  /** Steps of mechanism that leave or enter a box: what paths are made of. */
  steps(id, way) {
    return this.links(id, way).filter((claim) => claim.sign && claim.directness === "direct");
  }

  /** Simple signed paths, the shortest first, then those with the more certain weakest step. */
  paths(from, to, longest) {
    const left = this.distances(to);
    const shortest = left.get(from);
    const found = [];
    let patience = PATIENCE;
    for (let length = shortest ?? longest + 1; length <= longest && found.length < ENOUGH && patience > 0; length += 1) {
      const same = [];
      const route = [];
      const seen = new Set([from]);
      const follow = (node) => {
        for (const claim of this.steps(node, "down")) {
          const rest = length - route.length - 1;
          if (seen.has(claim.target) || (left.get(claim.target) ?? Infinity) > rest || (patience -= 1) < 0) continue;
          route.push(claim);
          if (claim.target === to) {
            if (rest === 0) same.push([...route]);
          } else if (rest > 0) {
            seen.add(claim.target);
            follow(claim.target);
            seen.delete(claim.target);
          }
          route.pop();
        }
      };
      follow(from);
      found.push(...same.sort(byCertainty));
    }
    const kept = found.slice(0, ENOUGH).map((claims) => this.pathway(claims));
    return { paths: kept, shortest, more: found.length > ENOUGH || patience <= 0 };
  }

  distances(to) {
    const found = new Map([[to, 0]]);
    const queue = [to];
    for (const node of queue) {
      for (const { source } of this.steps(node, "up")) {
        if (!found.has(source)) {
          found.set(source, found.get(node) + 1);
          queue.push(source);
        }
      }
    }
    return found;
  }

  pathway(claims) {
    const sign = claims.reduce((product, claim) => product * claim.sign, 1);
    const weak = (claim) => claim.rank * 100 + (this.statuses[claim.status]?.rank ?? 0);
    const weakest = claims.reduce((least, claim) => (weak(claim) < weak(least) ? claim : least));
    return { claims, sign, weakest, sentence: this.sentence(claims, sign) };
  }

  /** A path as one sentence; "which" follows only a step that raises, and a step in doubt says so. */
  sentence(claims, sign) {
    let text = "";
    let joined = true;
    for (const claim of claims) {
      const doubt = this.statuses[claim.status]?.sure ? "" : ` (${claim.status})`;
      const step = `${claim.verb} ${this.label(claim.target)}${doubt}`;
      text += joined ? `${text && "; "}${this.label(claim.source)} ${step}` : `, which ${step}`;
      joined = !joined || claim.sign < 0;
    }
    if (claims.length > 1) {
      const [first, last] = [this.nodes.get(claims[0].source), this.nodes.get(claims.at(-1).target)];
      text += `; by this route ${first.label} ${effect(sign, first.plural)} ${last.label}`;
    }
    const [word] = text.split(" ");
    return `${word === word.toLowerCase() ? text[0].toUpperCase() + text.slice(1) : text}.`;
  }

  /** Boxes and claims by label and synonym, the best match first. */
  search(text, wanted = () => true) {
    const key = fold(text);
    if (!key) return [];
    this.names ??= [...this.nodes.values(), ...[...this.claims.values()].filter((claim) => claim.status)].flatMap((item) =>
      [item.label, ...(item.synonyms ?? [])].map((name, place) => ({ item, name, key: fold(name), synonym: place > 0 })),
    );
    const best = new Map();
    for (const { item, name, key: own, synonym } of this.names) {
      const place = own.indexOf(key);
      if (place < 0 || !wanted(item)) continue;
      const score = (own === key ? 0 : place === 0 ? 2 : 4) + (synonym ? 1 : 0) + (item.source ? 8 : 0);
      if (!best.has(item) || best.get(item).score > score) best.set(item, { item, score, name: synonym ? name : "" });
    }
    return [...best.values()].sort((a, b) => a.score - b.score || compare(a.item.label, b.item.label));
  }
}

function effect(sign, plural) {
  return (sign > 0 ? "raise" : "lower") + (plural ? "" : "s");
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byCertainty(a, b) {
  const ranks = (path) => path.map((claim) => claim.rank);
  const sum = (path) => ranks(path).reduce((total, rank) => total + rank, 0);
  const names = (path) => path.map((claim) => claim.id).join(" ");
  return Math.min(...ranks(b)) - Math.min(...ranks(a)) || sum(b) - sum(a) || compare(names(a), names(b));
}
