"""What an answer means for safety: *known risk*, *no known problem* or *nothing studied*; empty is not safe.

The header of a question says which rows speak of what, under ``safety``: for each state a list of conditions, each a
column with the values it may have (``*`` stands for anything), all of which a row has to meet. The first state that a
row meets, in the order of ``State``, is the state of the row, and the first state that a row has is that of the answer.
Rows that meet no condition say nothing; an answer of such rows alone is *nothing studied*, or what ``otherwise`` says.
``safety: not asked`` stands in a question on doses that does not ask about risk.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from fnmatch import fnmatchcase

from calcigraph.tables import cell_text

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calcigraph.questions.headers import Question
    from calcigraph.tables import Table


class State(StrEnum):
    """What an answer means for safety, the one that weighs most first.

    Example:
        >>> State("known risk") is State.KNOWN_RISK
        True
    """

    KNOWN_RISK = "known risk"
    NOTHING_STUDIED = "nothing studied"
    NO_KNOWN_PROBLEM = "no known problem"
    NOT_ASKED = "not asked"


_ADDED = {
    State.KNOWN_RISK: "",
    State.NOTHING_STUDIED: " That does not show that it is safe.",
    State.NO_KNOWN_PROBLEM: " That does not show that it is safe for everyone.",
}
_ELSEWHERE = "Safety: not what this answers; see who-should-be-careful."


def check(path: str, safety: Any, empty: str) -> None:
    """Check what the header of a question says on safety.

    Args:
        path: repository path of the question.
        safety: the value of the key.
        empty: what an empty answer means.

    Raises:
        ValueError: it names no state, or its conditions are none.

    Example:
        >>> check("queries/a/b.rq", {"known risk": [{"concern": "harm"}]}, "Nothing studied: no row.")
    """
    if state_of_empty(empty) is None:
        raise ValueError(f"{path}: 'empty' of a question on safety begins with one of: {', '.join(list(State)[:3])}")
    if safety == State.NOT_ASKED:
        return
    if not isinstance(safety, dict) or not safety.keys() & set(list(State)[:3]):
        raise ValueError(f"{path}: 'safety' is 'not asked' or has conditions for: {', '.join(list(State)[:3])}")
    unknown = safety.keys() - {*list(State)[:3], "otherwise"}
    if unknown or safety.get("otherwise", State.NOT_ASKED) != State.NOT_ASKED:
        raise ValueError(f"{path}: 'safety' has unknown {sorted(unknown) or safety['otherwise']}")
    for name in safety.keys() - {"otherwise"}:
        if not isinstance(safety[name], list) or not all(isinstance(each, dict) and each for each in safety[name]):
            raise ValueError(f"{path}: '{name}' is a list of conditions such as {{column: [value]}}")


def state_of_empty(empty: str) -> State | None:
    """Tell which state an empty answer has.

    Args:
        empty: what an empty answer means, as the header says it.

    Returns:
        The state it begins with, or None.

    Example:
        >>> str(state_of_empty("Nothing studied: no study bears on it."))
        'nothing studied'
    """
    return next((each for each in list(State)[:3] if empty.casefold().startswith(each)), None)


def state(question: Question, table: Table) -> tuple[State | None, str]:
    """Tell what an answer means for safety.

    Args:
        question: what was asked.
        table: the answer.

    Returns:
        The state, None where the question has no bearing on safety; and a line that says so, empty for an empty answer,
        whose note says it.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> print(kg.ask("above-upper-limit", dose=50).state)
        no known problem
        >>> kg.ask("above-upper-limit", nutrient="MK-7").safety
        'Safety: nothing studied. That does not show that it is safe.'
    """
    if not len(table):
        return state_of_empty(question.empty), ""
    if question.safety == State.NOT_ASKED:
        return State.NOT_ASKED, _ELSEWHERE
    if not question.safety:
        return None, ""
    rows = [{name: cell_text(value) for name, value in row.items()} for row in table]
    counted = Counter(_of_row(question.safety, row) for row in rows)
    found = next((each for each in State if counted[each]), State(question.safety.get("otherwise", "nothing studied")))
    if found == State.NOT_ASKED:
        return found, _ELSEWHERE
    size = f" ({counted[found]} of {len(rows)} rows)" if counted[found] and len(rows) > 1 else ""
    if found == State.NO_KNOWN_PROBLEM and counted[None]:
        size = size.replace(")", "; the others do not say)")
    return found, f"Safety: {found}{size}.{_ADDED[found]}"


def _of_row(safety: Mapping[str, Any], row: Mapping[str, str]) -> State | None:
    for each in list(State)[:3]:
        if any(_meets(condition, row) for condition in safety.get(each, ())):
            return each
    return None


def _meets(condition: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    for column, wanted in condition.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        if not any(fnmatchcase(row[column], cell_text(value)) for value in values):
            return False
    return True
