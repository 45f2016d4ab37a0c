"""What an answer means for safety, by what its question says of its rows; empty is not safe."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

from calcigraph.questions.states import State, state_of_empty
from calcigraph.store.tables import cell_text

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calcigraph.questions.headers import Question
    from calcigraph.store.tables import Table

_ADDED = {
    State.KNOWN_RISK: "",
    State.NOTHING_STUDIED: " That does not show that it is safe.",
    State.NO_KNOWN_PROBLEM: " That does not show that it is safe for everyone.",
}
_ELSEWHERE = "Safety: not what this answers; see who-should-be-careful."


def state(question: Question, table: Table) -> tuple[State | None, str]:
    """Tell what an answer means for safety.

    Args:
        question: what was asked.
        table: the answer.

    Returns:
        The state, None where the question has no bearing on safety; and a line that says so, empty for an empty answer,
        whose note says it.

    Example:
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
        if any(meets(condition, row) for condition in safety.get(each, ())):
            return each
    return None


def meets(condition: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    """Tell whether a row meets a condition of a header.

    Args:
        condition: column to the value it must have, or to several of which it must have one; ``*`` and ``?`` as in names of
            files.
        row: column to text.

    Returns:
        Whether every column does.

    Example:
        >>> meets({"answer": "known risk*"}, {"answer": "known risk: above the limit"})
        True
    """
    for column, wanted in condition.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        if not any(fnmatchcase(row[column], cell_text(value)) for value in values):
            return False
    return True
