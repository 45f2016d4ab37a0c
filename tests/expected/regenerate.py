"""Write the expected answers anew, one CSV file per question: ``python tests/expected/regenerate.py [ID ...]``.

Each file holds the answer to the question at its defaults: its sentence with its level in the first line, behind ``#``, and
its rows as ``Table.csv(raw=True)`` writes them, from the graph as it stands in the checkout. Run it after a change of data, rules or queries and read the difference before committing
it: every changed line is an answer that a user will see changed. With ids only those are written; without, all are,
and files of questions that are gone are removed.
Two runs on the same checkout write the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph import KnowledgeGraph
from calcigraph.store.outputs import write_whole
from calcigraph.store.tables import Table

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer

HERE = Path(__file__).parent


def told(answer: Answer) -> str:
    """Write an answer as its expected file holds it."""
    level = f" [{answer.level}]" if answer.level else ""
    return f"# {answer.sentence}{level}\n{Table.csv(answer, raw=True)}"


def main() -> None:
    graph = KnowledgeGraph.open()
    offline = [name for name in graph.questions if not graph.questions[name].path.startswith("queries/federated/")]
    asked = sys.argv[1:] or offline
    wanted = {f"{name}.csv": told(graph.ask(name)) for name in asked}
    for old in [] if sys.argv[1:] else sorted(HERE.glob("*.csv")):
        if old.name not in wanted:
            old.unlink()
            sys.stdout.write(f"removed {old.name}\n")
    for name, text in wanted.items():
        place = HERE / name
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            write_whole(place, text.encode())
            sys.stdout.write(f"wrote {name}\n")


if __name__ == "__main__":
    main()
