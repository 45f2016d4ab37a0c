"""The file of a question: a typed header of YAML behind ``#+``, and SPARQL that runs as it stands.

A parameter is a line ``VALUES ?name { default }``, and the same line again in every branch that begins with it: an engine
evaluates the groups of a UNION without what stands outside. The term in the braces is replaced by another term that was
checked and serialised; no other text of the query is ever touched.
"""

from __future__ import annotations

import re

from calcigraph.store import yaml_text

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


# Plain classes: dataclasses would cost more at start-up than answering a question does.
class Parameter:
    """A parameter of a question.

    Attributes:
        name: name of the variable.
        type: CURIE of a class of the ontology, or of an XSD datatype.
        default: the term the file stands with, as SPARQL.
    """

    __slots__ = ("default", "name", "type")

    def __init__(self, name: str, type: str, default: str) -> None:  # noqa: A002 - the word of the header
        self.name = name
        self.type = type
        self.default = default


class Question:
    """A shipped question.

    Attributes:
        id: name of the file without its ending.
        path: repository path of the file.
        title: what it is about.
        question: the question in plain words, parameters in braces.
        description: what the answer holds and how to read it.
        tags: words to find it by.
        parameters: its parameters.
        empty: what an empty answer means.
        note: a line that goes with every answer.
        safety: which rows speak of a risk, as the header has it; None where the question has nothing to do with safety.
            See ``calcigraph.questions.states``.
        sentence: how its rows are told in one sentence, as the header has it; see
            ``calcigraph.answers.question_sentences``.
        text: the SPARQL, header included.
    """

    __slots__ = (
        "description",
        "empty",
        "id",
        "note",
        "parameters",
        "path",
        "question",
        "safety",
        "sentence",
        "tags",
        "text",
        "title",
    )

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - what users call it
        path: str,
        title: str,
        question: str,
        description: str,
        tags: tuple[str, ...],
        parameters: tuple[Parameter, ...],
        empty: str,
        note: str,
        text: str,
        safety: Any = None,
        sentence: Any = None,
    ) -> None:
        self.id = id
        self.path = path
        self.title = title
        self.question = question
        self.description = description
        self.tags = tags
        self.parameters = parameters
        self.empty = empty
        self.note = note
        self.safety = safety
        self.sentence = sentence
        self.text = text

    def query(self, terms: Mapping[str, str]) -> str:
        """Put terms in the place of the defaults.

        Args:
            terms: parameter to serialised SPARQL term.

        Returns:
            The query.

        Example:
            >>> question = kg.questions["foods-that-supply"]
            >>> "VALUES ?nutrient { <http://a.example/> }" in question.query({"nutrient": "<http://a.example/>"})
            True
        """
        text = self.text
        for name, term in terms.items():
            text = _values_line(name).sub(lambda match, term=term: f"{match[1]} {term} }}", text)  # type: ignore[misc]
        return text

    def given(self, query: str) -> dict[str, str]:
        """Read the terms that stand in a query for the parameters.

        Args:
            query: the query of this question, with its defaults or with other terms.

        Returns:
            Parameter to term, as SPARQL.

        Example:
            >>> question = kg.questions["foods-that-supply"]
            >>> question.given(question.text)
            {'nutrient': 'id:vitamin-k2'}
        """
        lines = {each.name: _values_line(each.name).search(query) for each in self.parameters}
        return {name: line[2] for name, line in lines.items() if line}


def _values_line(name: str) -> re.Pattern[str]:
    return re.compile(rf"^(\s*VALUES\s+\?{re.escape(name)}\s*\{{)\s*(.*?)\s*\}}\s*$", re.MULTILINE)


def parse(path: str, text: str) -> Question:
    """Read a question from its file.

    Args:
        path: repository path.
        text: content of the file.

    Returns:
        The question.

    Raises:
        ValueError: the header is not complete or does not fit the query.

    Example:
        >>> parse("queries/a/b.rq", "#+ title: T\\n#+ question: Q?\\n#+ description: D\\n#+ tags: [x]\\nASK {}").id
        'b'
    """
    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    found = yaml_text.parse(header) or {}
    known = {"title", "question", "description", "tags", "parameters", "empty", "note", "safety", "sentence"}
    missing = {"title", "question", "description", "tags"} - found.keys()
    if missing or found.keys() - known:
        raise ValueError(f"{path}: header lacks {sorted(missing)} or has unknown {sorted(found.keys() - known)}")
    parameters = []
    for name, spec in (found.get("parameters") or {}).items():
        lines = _values_line(name).findall(text)
        if not lines:
            raise ValueError(f"{path}: expected a line 'VALUES ?{name} {{ ... }}', found none")
        if unlike := [default for _, default in lines if default != str(spec["default"])]:
            raise ValueError(f"{path}: the header says {spec['default']}, the query {unlike[0]}")
        parameters.append(Parameter(name, spec["type"], str(spec["default"])))
    if "safety" in found:
        from calcigraph.questions.states import check

        check(path, found["safety"], found.get("empty", ""))
    return Question(
        id=path.rpartition("/")[2].removesuffix(".rq"),
        path=path,
        title=found["title"],
        question=found["question"],
        description=found["description"],
        tags=tuple(found["tags"]),
        parameters=tuple(parameters),
        empty=found.get("empty", ""),
        note=found.get("note", ""),
        safety=found.get("safety"),
        sentence=found.get("sentence"),
        text=text,
    )
