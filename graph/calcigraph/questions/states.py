"""The states of safety that an answer can have, one list everywhere; empty is not safe.

``states.yaml`` says what each means. *No route* is for what-if alone, *outside this graph* for what the graph does not treat;
the rows of a question have one of the others.

The header of a question says which rows speak of what, under ``safety``: for each state a list of conditions, each a
column with the values it may have (``*`` stands for anything), all of which a row has to meet. The first state that a
row meets, in the order of ``State``, is the state of the row, and the first state that a row has is that of the answer.
Rows that meet no condition say nothing; an answer of such rows alone is *nothing studied*, or what ``otherwise`` says.
``safety: not asked`` stands in a question on doses that does not ask about risk.
"""

from __future__ import annotations

from enum import StrEnum

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any


class State(StrEnum):
    """What an answer means for safety, the one that weighs most first.

    Example:
        >>> State("known risk") is State.KNOWN_RISK
        True
    """

    KNOWN_RISK = "known risk"
    NOTHING_STUDIED = "nothing studied"
    NO_KNOWN_PROBLEM = "no known problem"
    NO_ROUTE = "no route"
    OUTSIDE = "outside this graph"
    NOT_ASKED = "not asked"

    @property
    def meaning(self) -> str:
        """What it means, in a sentence; empty for a question on doses that does not ask about risk.

        Example:
            >>> State.NOTHING_STUDIED.meaning
            'No source in this graph looked at it; that does not show that it is safe.'
        """
        from calcigraph.store.judgements import values

        return str(values("questions/states.yaml").get(self, ""))


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
