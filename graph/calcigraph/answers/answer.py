"""An answer: a table with how its question was understood and what it means for safety; it shows itself in a notebook."""

from __future__ import annotations

from calcigraph.answers.references import marked, marks, referenced
from calcigraph.store.tables import Table

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Self

    import rdflib

    from calcigraph.questions.states import State
    from calcigraph.store.store import Store
    from calcigraph.store.terms import Term


class Answer(Table):
    """The answer to a question.

    Args:
        columns: names of the columns.
        terms: rows of RDF terms, None where a variable is unbound.
        title: what the table answers.
        note: what an empty table, or a dose or safety answer, has to add.

    Attributes:
        state: what the answer means for safety, one of ``calcigraph.questions.states.State``; None where it has no bearing
            on it.
        safety: the same in a line for a person; empty where the note says it.
        understood: how plain words were read, empty where an id was asked.
        sentence: the answer in one sentence, where there is one.
        level: how sure it is: a certainty, a status or a state of safety.
        reasons: what stands behind the sentence, three to five.
        whom: for whom, which form, which dose it holds; and what of the question was not taken into account.
        cautions: what drugs, conditions, groups and doses in the question call for; they stand first.
        frame: the kind of question that plain words were read as.
        claim: CURIE of the claim that the sentence is about.
        store: the graph that gave the answer, where one did.
        notes: of an answer to SPARQL, a line for each term of ours in the query that does not occur in the graph, at most
            three.

    Example:
        >>> answer = kg.ask("which foods supply menaquinone-7?")
        >>> answer.understood[:15], answer.rows[0][0]
        ('foods-that-supp', 'natto')
    """

    def __init__(
        self,
        columns: Sequence[str],
        terms: Sequence[Sequence[Term | None]],
        title: str = "",
        note: str = "",
    ) -> None:
        super().__init__(columns, terms, title, note)
        self.state: State | None = None
        self.safety = ""
        self.understood = ""
        self.store: Store | None = None
        self.sentence = ""
        self.level = ""
        self.reasons: tuple[str, ...] = ()
        self.whom: tuple[str, ...] = ()
        self.cautions: tuple[str, ...] = ()
        self.frame = ""
        self.claim = ""
        self.notes: tuple[str, ...] = ()

    def members(self) -> dict[str, Any]:
        """Give what the answer has to say beside its rows.

        Returns:
            Cautions, sentence, level, reasons, ``understood``, ``state`` and ``note``, each of which may be empty.

        Example:
            >>> kg.ask("above-upper-limit", dose=50).members()["state"]
            <State.NO_KNOWN_PROBLEM: 'no known problem'>
        """
        return {
            "cautions": list(self.cautions),
            "sentence": self.sentence,
            "level": self.level,
            "reasons": list(self.reasons),
            "for_whom": list(self.whom),
            "frame": self.frame,
            "claim": self.claim,
            "understood": self.understood,
            "state": self.state or "",
            **super().members(),
        }

    def csv(self, *, raw: bool = False) -> str:
        """Write the rows as CSV, with a last column ``caution`` where the answer begins with cautions.

        A line of comment before the header would break what reads CSV, and a line beside it gets lost, so every row says it.

        Args:
            raw: as for ``Table.csv``.

        Returns:
            Lines that end in a line feed, the header first.

        Example:
            >>> kg.members("drugs").csv().splitlines()[0]
            'name,definition,entity,caution'
        """
        if not self.cautions:
            return super().csv(raw=raw)
        from calcigraph.store.terms import Literal

        said = Literal(" ".join(self.cautions))
        return Table([*self.columns, "caution"], [(*row, said) for row in self.terms]).csv(raw=raw)

    def markdown(self) -> str:
        """Write the rows as a Markdown table, the cautions before it.

        Returns:
            Lines that end in a line feed.

        Example:
            >>> kg.members("drugs").markdown().splitlines()[0][:27]
            'This lists medicines or ill'
        """
        from calcigraph.store.tables import markdown_text

        before = "".join(f"{markdown_text(each)}\n\n" for each in self.cautions)
        return before + super().markdown()

    @property
    def text(self) -> str:
        """The answer as a person reads it, without its rows; see ``answers.screen``."""
        from calcigraph.answers.screen import screen

        return screen(self)

    def for_people(self) -> tuple[Self, list[str]]:
        """Give the answer the form that people read.

        Returns:
            The answer with marks and numbered sources, and the lines to print below it.

        Example:
            >>> kg.ask("evidence-for").for_people()[1][0].startswith("[1] ")
            True
        """
        shown, lines = referenced(self)
        shown, explained = marked(shown, self._marks)
        return shown, lines + [line for line in (explained, self.safety) if line]

    @property
    def _marks(self) -> dict[str, str]:
        return marks(self.store) if self.store else {}

    def _repr_html_(self) -> str:
        from calcigraph.answers.display import html

        return html(self, self._marks, understood=self.understood, safety=self.safety, cautions=self.cautions)


def answer_of(store: Store, query: str, *, timeout: object, memory: object) -> Answer | bool | rdflib.Graph:
    """Answer SPARQL in the form that it asks for; see ``kg.sparql``.

    Args:
        store: the graph.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        timeout: how many seconds it may take; 0 for no limit.
        memory: how much memory it may take, in bytes or such as ``500MB``; 0 for no limit.

    Returns:
        A table, a truth value, or an rdflib graph.

    Raises:
        BadQuery: the query is malformed, nested too deeply, or an update.
        BadArgument: a limit is none.
        Unavailable: it took more than it may, or needs the network, which is not allowed.

    Example:
        >>> answer_of(store, "ASK { id:mk-7 a cg:Vitamer }", timeout=60, memory="2GB")
        True
    """
    from calcigraph.store.limits import Limits

    found = store.worker.answer(query, Limits.of(timeout, memory))
    if isinstance(found, bool):
        return found
    if isinstance(found, list):
        from calcigraph.store.rdflib_views import graph_of

        return graph_of(found)
    from calcigraph.store.absent_terms import notes

    answer = Answer(found.names, found.rows, note=found.note)
    answer.notes = tuple(notes(store, query))
    return answer
