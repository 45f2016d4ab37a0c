# ruff: noqa: T201 - a script that prints
"""Score of the questions: which of them notice when something they rest on is taken away.

Every mutation of ``tests/mutations/*.yaml`` is one that its question has to notice; the exit code is 1 if one does not.
Beyond them a sample of the claims, results and amounts in the answers is mutated, one at a time, and each question whose
answer holds the mutated one is asked again. A claim, and an amount without a number, is dropped. A result says the contrary
and an amount is three times as much and one: they stay in the answer under their name, so that only a question that looks at what they say can notice.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import ASSERTED, PREFIXES, expand, shorten
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

HERE = Path(__file__).parent
KINDS = ("claim:", "result:", "amount:")
CONTRARY = """DELETE {{ GRAPH asserted {{ {part} cg:moved ?was }} }} INSERT {{ GRAPH asserted {{ {part} cg:moved ?now }} }}
    WHERE {{ GRAPH asserted {{ {part} cg:moved ?was }}
             BIND(IF(?was = cg:raised, cg:lowered, cg:raised) AS ?now) }}"""
THREEFOLD = """DELETE {{ GRAPH asserted {{ {part} ?p ?was }} }} INSERT {{ GRAPH asserted {{ {part} ?p ?now }} }}
    WHERE {{ VALUES ?p {{ cg:lowValue cg:highValue }} GRAPH asserted {{ {part} ?p ?was }} BIND(?was * 3 + 1 AS ?now) }}"""


def mutations() -> dict[str, dict[str, Any]]:
    """Read the declared mutations: question to what is taken away."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted((HERE / "mutations").glob("*.yaml")):
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def mutant(forget: list[str], update: str = "") -> KnowledgeGraph:
    """Load the graph without some nodes, or changed, and run the rules on it."""
    engine = MemoryEngine()
    ontology, instances, rules = derivation.sources()
    load_ontology_and_data(engine, ontology, instances)
    for name in forget:
        engine.forget(expand(name) or name)
    if update:
        engine.store.update(update.replace("GRAPH asserted", f"GRAPH <{ASSERTED}>"), prefixes=PREFIXES)
    engine.derive(content.decode() for _, content in rules)
    return KnowledgeGraph(engine)


def answer(graph: KnowledgeGraph, name: str) -> str:
    """Ask a question at its defaults, or give nothing where it needs the network."""
    question = graph.questions[name]
    return "" if question.path.startswith("queries/federated/") else graph.ask(name).csv(raw=True)


def parts(graph: KnowledgeGraph, name: str) -> set[str]:
    """List the claims, results and amounts that an answer holds as IRIs."""
    if graph.questions[name].path.startswith("queries/federated/"):
        return set()
    values = (getattr(term, "value", "") for row in graph.ask(name).terms for term in row)
    return {shorten(value) for value in values if shorten(value).startswith(KINDS)}


def declared(before: dict[str, str]) -> list[str]:
    """Run the declared mutations and name the questions that did not notice theirs."""
    missed = []
    for name, mutation in mutations().items():
        if name not in before:
            missed.append(f"{name}: no such question")
            continue
        changed = mutant(mutation.get("forget", []), mutation.get("update", ""))
        if answer(changed, name) == before[name]:
            missed.append(name)
    return missed


def altered(whole: KnowledgeGraph, part: str) -> KnowledgeGraph:
    """Mutate one node: a claim is dropped, a result turned round, an amount tripled."""
    node = f"<{expand(part)}>"
    if not whole.engine.ask(f"ASK {{ {node} cg:moved|cg:lowValue|cg:highValue ?value }}"):
        return mutant([part])
    return mutant([], (CONTRARY if part.startswith("result:") else THREEFOLD).format(part=node))


def sampled(
    whole: KnowledgeGraph, before: dict[str, str], size: int, seed: int
) -> tuple[Counter[str], Counter[str], list[str]]:
    """Mutate a sample of what the answers hold, one at a time: who was asked, who noticed, and who did not."""
    held = {name: parts(whole, name) for name in before}
    everything = sorted(set().union(*held.values()))
    asked: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    missed = []
    for part in sorted(random.Random(seed).sample(everything, min(size, len(everything)))):  # noqa: S311 - no secret
        changed = altered(whole, part)
        for name in sorted(name for name, each in held.items() if part in each):
            asked[name] += 1
            if answer(changed, name) != before[name]:
                noticed[name] += 1
            else:
                missed.append(f"{name} does not notice the mutation of {part}")
    return asked, noticed, missed


def main() -> int:
    """Print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=40, help="how many nodes to mutate beyond the declared ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    whole = mutant([])
    before = {name: answer(whole, name) for name in whole.questions}
    undone = declared(before)
    asked, noticed, missed = sampled(whole, before, options.sample, options.seed)
    known = mutations()
    size = max(map(len, before))
    print(f"{'question':<{size}}  declared  sampled")
    for name in before:
        own = "none" if name not in known else "missed" if name in undone else "noticed"
        print(
            f"{name:<{size}}  {own:<8}  {noticed[name]}/{asked[name]}"
            if asked[name]
            else f"{name:<{size}}  {own:<8}  -"
        )
    for line in missed:
        print(line)
    print(f"declared: {len(known) - len(undone)} of {len(known)} noticed")
    total = asked.total()
    print(f"sampled:  {noticed.total()} of {total} noticed, in {options.sample} nodes mutated (seed {options.seed})")
    for name in undone:
        print(f"not noticed: {name}", file=sys.stderr)
    return 1 if undone else 0


if __name__ == "__main__":
    sys.exit(main())
