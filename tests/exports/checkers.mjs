// Mermaid parses the diagram, Cytoscape.js loads the network. Run by check.py with the folder of exports.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, exports] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${packages}/`));
const load = async (name) => (await import(pathToFileURL(require.resolve(name)))).default;
const expected = JSON.parse(fs.readFileSync(`${exports}/expected.json`, "utf8"));
const equal = (what, found, wanted) => {
  if (found !== wanted) throw new Error(`${what}: ${found}, expected ${wanted}`);
};

const { JSDOM } = require("jsdom");
const page = new JSDOM("<!doctype html><body></body>");
Object.assign(globalThis, { window: page.window, document: page.window.document });
const mermaid = await load("mermaid");
mermaid.initialize({ maxEdges: 1000, maxTextSize: 1_000_000 });
const diagram = await mermaid.parse(fs.readFileSync(`${exports}/calcigraph.mmd`, "utf8"));
equal("type of the Mermaid diagram", diagram.diagramType, "flowchart-v2");
console.log("mermaid: parsed by mermaid");

const cytoscape = await load("cytoscape");
const { elements } = JSON.parse(fs.readFileSync(`${exports}/calcigraph.cyjs`, "utf8"));
const network = cytoscape({ headless: true, elements });
equal("nodes in Cytoscape.js", network.nodes().length, expected.entities);
equal("edges in Cytoscape.js", network.edges().length, expected.claims);
equal("raising edges", network.edges("[sign = 1]").length, expected.raising);
equal("lowering edges", network.edges("[sign = -1]").length, expected.lowering);
equal("negated edges", network.edges("[?negated]").length, expected.negated);
console.log("cyjs: loaded by Cytoscape.js");
