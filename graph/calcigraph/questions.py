"""The collection of questions: one ``.rq`` file each, with a typed header.

A parameter is exactly one line ``VALUES ?name { default }``. The term in the braces is replaced by another
term that was checked and serialised; no other text of the query is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from calcigraph import files
from calcigraph.errors import BadParameter, UnknownName, UnknownQuestion
from calcigraph.namespaces import expand, shorten
from calcigraph.tables import Table

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.asking import Understanding
    from calcigraph.graph import KnowledgeGraph

_XSD = {"xsd:integer", "xsd:decimal", "xsd:string"}
_WORD = re.compile(r"\w+")
_STOP = frozenset(
    _WORD.findall("a an and are at by does do for from how in is it of on or that the this to what which who why with")
)


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
        text: the SPARQL, header included.
    """

    __slots__ = ("description", "empty", "id", "note", "parameters", "path", "question", "tags", "text", "title")

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
        self.text = text

    def query(self, terms: Mapping[str, str]) -> str:
        """Put terms in the place of the defaults.

        Args:
            terms: parameter to serialised SPARQL term.

        Returns:
            The query.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> question = KnowledgeGraph.open().questions["foods-that-supply"]
            >>> "VALUES ?nutrient { <http://a.example/> }" in question.query({"nutrient": "<http://a.example/>"})
            True
        """
        text = self.text
        for name, term in terms.items():
            text = _values_line(name).sub(lambda match, term=term: f"{match[1]} {term} }}", text)  # type: ignore[misc]
        return text


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
    import yaml

    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    # Both loaders are safe ones; the one in C is there where PyYAML was built with libyaml, and five times faster.
    found = yaml.load(header, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506
    known = {"title", "question", "description", "tags", "parameters", "empty", "note"}
    missing = {"title", "question", "description", "tags"} - found.keys()
    if missing or found.keys() - known:
        raise ValueError(f"{path}: header lacks {sorted(missing)} or has unknown {sorted(found.keys() - known)}")
    parameters = []
    for name, spec in (found.get("parameters") or {}).items():
        lines = _values_line(name).findall(text)
        if len(lines) != 1:
            raise ValueError(f"{path}: expected exactly one line 'VALUES ?{name} {{ ... }}', found {len(lines)}")
        if lines[0][1] != str(spec["default"]):
            raise ValueError(f"{path}: the header says {spec['default']}, the query {lines[0][1]}")
        parameters.append(Parameter(name, spec["type"], str(spec["default"])))
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
        text=text,
    )


class Questions(Mapping[str, Question]):
    """All shipped questions, by id.

    Args:
        graph: the graph that answers them.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> "negated-claims" in KnowledgeGraph.open().questions
        True
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._parsed: dict[str, Question] = {}

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {
            path.rpartition("/")[2].removesuffix(".rq"): path
            for path in files.names("queries", ".rq")
            if not path.startswith("queries/qc/")  # checks of the graph, no questions of a reader
        }

    def __getitem__(self, name: str) -> Question:
        if name not in self._parsed:
            path = self._paths[name]
            self._parsed[name] = parse(path, files.read(path).decode())
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def __len__(self) -> int:
        return len(self._paths)

    def search(self, words: str) -> list[Question]:
        """Find questions by words.

        Args:
            words: any words of the title, question, description or tags; empty for all.

        Returns:
            The questions that hold most of the words first; none where no word fits.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.search("which foods supply it")[0].id
            'foods-that-supply'
        """
        if not words.strip():
            return [self[name] for name in self]
        wanted = _stems(" ".join(word for word in _WORD.findall(words.casefold()) if word not in _STOP))
        scored = []
        for name in self:
            question = self[name]
            names = _stems(f"{question.id} {question.title}")
            strong = _stems(f"{question.question} {' '.join(question.tags)}")
            weak = _stems(question.description)
            score = sum(4 * _holds(names, word) + 3 * _holds(strong, word) + _holds(weak, word) for word in wanted)
            if score:
                scored.append((-score, name))
        return [self[name] for _, name in sorted(scored)]

    def nearest(self, name: str, count: int = 3) -> list[str]:
        """Find the questions whose id looks most like a name, or else those that share its words.

        Args:
            name: what the user typed.
            count: how many to offer at most.

        Returns:
            Ids, the nearest first.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.nearest("food-that-supplies")[0]
            'foods-that-supply'
        """
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), list(self), n=count, cutoff=0.6)
        if name.strip():
            near += [question.id for question in self.search(name) if question.id not in near]
        return near[:count]

    def understand(self, text: str) -> Understanding:
        """Find the question that plain text asks; see ``calcigraph.asking.understand``.

        Args:
            text: such as ``which foods supply menaquinone-7?``.

        Returns:
            The best reading, whether it is sure, and the others.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.understand("who should be careful with vitamin K2").question
            'who-should-be-careful'
        """
        from calcigraph.asking import understand

        return understand(self._graph, text)

    def ask(self, name: str, **parameters: object) -> Table:
        """Answer a question.

        Args:
            name: its id.
            parameters: values for its parameters; those left out keep their defaults.

        Returns:
            The answer.

        Raises:
            UnknownQuestion: no question has the id.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: a value names no entity.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.ask("forms-of", vitamin="vitamin D").title
            'Forms of a vitamin'
        """
        columns, rows = self._graph.engine.select(self.sparql(name, **parameters))
        question = self[name]
        notes = [question.note] if rows else [question.empty, question.note]
        return Table(columns, rows, title=question.title, note=" ".join(note for note in notes if note))

    def sparql(self, name: str, **parameters: object) -> str:
        """Give the SPARQL of a question with its parameters filled in, to run anywhere.

        Args:
            name: its id.
            parameters: as for ``ask``.

        Returns:
            The query, header included.

        Raises:
            UnknownQuestion: no question has the id.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: a value names no entity.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> text = KnowledgeGraph.open().questions.sparql("forms-of", vitamin="vitamin D")
            >>> "VALUES ?vitamin { <https://w3id.org/calcigraph/id/vitamin-d> }" in text
            True
        """
        if name not in self._paths:
            raise UnknownQuestion(name, self.nearest(name))
        question = self[name]
        return question.query({key: self._term(question, key, value) for key, value in parameters.items()})

    def _term(self, question: Question, name: str, value: object) -> str:
        parameter = next((each for each in question.parameters if each.name == name), None)
        if parameter is None:
            names = ", ".join(f"'{each.name}'" for each in question.parameters) or "none"
            raise BadParameter(f"question '{question.id}' has no parameter '{name}'; it has: {names}")
        # Entities and claims of this package can be passed on as they came.
        text = str(value if isinstance(value, str) else getattr(value, "iri", value))
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise BadParameter(f"parameter '{name}' takes text, and {text!a} holds half a character")
        if parameter.type in _XSD:
            return _literal(parameter, text)
        if parameter.type == "cg:Claim":
            from calcigraph.claims import claim_iri

            return f"<{claim_iri(self._graph, text)}>"
        if not self._graph.engine.ask(f"ASK {{ {parameter.type} rdfs:subClassOf* cg:Entity }}"):
            return f"<{self._member(parameter, text)}>"
        iri = self._graph.entities.iri(text)
        if not self._graph.engine.ask(f"ASK {{ <{iri}> a {parameter.type} }}"):
            raise BadParameter(self._wrong_class(parameter, text, iri))
        return f"<{iri}>"

    def _member(self, parameter: Parameter, text: str) -> str:
        """Resolve the name of something that is no entity, such as an article."""
        from calcigraph.entities import name_key

        rows = self._graph.engine.select(
            f"""SELECT ?member ?name {{ ?member a {parameter.type} ; skos:prefLabel|rdfs:label|dcterms:title ?name }}
                ORDER BY ?member ?name"""
        )[1]
        known = {name_key(name.value): member.value for member, name in reversed(rows)}  # type: ignore[union-attr]
        iri = expand(text.strip()) or text.strip()
        if iri in known.values():
            return iri
        if name_key(text) in known:
            return str(known[name_key(text)])
        near = dict.fromkeys(f"{name.value}" for _, name in rows)  # type: ignore[union-attr]
        raise UnknownName(text, list(near)[:3], what=_words(parameter.type.removeprefix("cg:")))

    def _wrong_class(self, parameter: Parameter, text: str, iri: str) -> str:
        entity = self._graph.entities.describe(iri)
        kinds = " and ".join(_words(kind) for kind in entity.classes if kind != "Factor") or "factor"
        wanted = _words(shorten(expand(parameter.type) or parameter.type)[3:])
        rows = self._graph.engine.select(f"SELECT ?l {{ ?e a {parameter.type} ; skos:prefLabel ?l }}")[1]
        labels = sorted(row[0].value for row in rows)  # type: ignore[union-attr]
        near = [label for label in self._graph.entities.nearest(text, 20) if label in labels][:3] or labels[:3]
        listed = ", ".join(f"'{label}'" for label in near)
        return f"'{text}' is a {kinds}, but parameter '{parameter.name}' takes a {wanted}, such as {listed}"


def _stems(text: str) -> list[str]:
    # Enough for English titles: "foods", "food's" and "food" meet.
    return [word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"[a-z0-9]+", text.casefold())]


def _holds(words: list[str], wanted: str) -> bool:
    return any(word == wanted or (len(wanted) > 3 and word.startswith(wanted)) for word in words)


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _literal(parameter: Parameter, text: str) -> str:
    if parameter.type == "xsd:string":
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        for plain, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
            escaped = escaped.replace(plain, code)
        return f'"{escaped}"'
    # Not \d, which takes the digits of every script; SPARQL takes only these.
    pattern = r"[+-]?[0-9]+" if parameter.type == "xsd:integer" else r"[+-]?[0-9]+(\.[0-9]+)?"
    if not re.fullmatch(pattern, text):
        kind = parameter.type.removeprefix("xsd:")
        raise BadParameter(
            f"'{text}' is no {kind}, which parameter '{parameter.name}' takes, such as {parameter.default}"
        )
    return text
