"""The first page: one box that answers a question or checks a text, and the story of the calcium below it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from calcigraph.answers.display import MOST_ROWS
from calcigraph.errors import UnclearQuestion, UsageError, one_line
from calcigraph.factcheck.passages import plain_passages
from calcigraph.factcheck.splitting import sentences
from calcigraph.knowledge.statuses import statuses
from calcigraph.namespaces import expand
from calcigraph.web import schema_org, story_walk
from calcigraph.web.addresses import labels, path_of
from calcigraph.web.checking_page import checked_part, too_long
from calcigraph.web.posting import fields, limit, page
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.answers.answer import Answer
    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store

    Ask = Callable[[str], Answer]
    Check = Callable[[str], Any]

#: Questions that the box offers, which show what can be asked.
EXAMPLES = (
    "Does vitamin K2 prevent arterial calcification?",
    "I take warfarin. Can I take K2?",
    "Which foods supply K2?",
    "Is 4000 IU of vitamin D too much?",
)

_READ = re.compile(r"(?P<id>[\w-]+) \((?P<words>.*?\??)\)(?: with (?P<given>.+?)|; not taken .+)?")


def routes(store: Store, ask: Ask, check: Check) -> list[BaseRoute]:
    """List the routes of the first page.

    Args:
        store: the graph.
        ask: what answers a question in plain words.
        check: what checks a text.

    Returns:
        Routes.
    """
    from starlette.routing import Route

    return [
        Route("/", partial(_front, store), methods=["GET"]),
        Route("/", partial(_asked, store, ask, check), methods=["POST"]),
    ]


def is_text(words: str) -> bool:
    """Tell a text, which is to be checked, from a question.

    Args:
        words: what was typed or pasted.

    Returns:
        Whether it is a text: several sentences, and none of a few that asks.

    Example:
        >>> is_text("I take warfarin. Can I take K2?"), is_text("K2 prevents fractures. It is safe.")
        (False, True)
    """
    if len(words) > limit("longest_question"):
        return True
    found = [sentence.text for passage in plain_passages(words) for sentence in sentences(passage)]
    asks = any(each.rstrip(" \"')").endswith("?") for each in found)
    return len(found) > 1 and not (asks and len(found) <= limit("most_sentences_asked"))


def front(store: Store, place: Place, **told: Any) -> str:
    """Write the first page.

    Args:
        store: the graph.
        place: of the page.
        told: what the box was given and what came of it.

    Returns:
        The page.

    Example:
        >>> "Does vitamin K2 keep calcium out of arteries?" in front(store, Place())
        True
    """
    return render(
        "front.html",
        place,
        title="",
        summary="Ask what vitamin D, vitamin K and calcium do in the body, and see how sure each answer is.",
        data=schema_org.dataset(),
        drawing=story_walk.drawing(store, place),
        story=story_walk.walk(store),
        examples=EXAMPLES,
        longest=limit("longest_text"),
        wide=True,
        **{"words": "", "answer": None, "unclear": None, "error": "", "checked": None} | told,
    )


def told_answer(store: Store, answer: Answer) -> Row:
    """Give an answer in the order in which a person reads it.

    Args:
        store: the graph.
        answer: the answer.

    Returns:
        Cautions, sentence, level with its class, for whom, reasons, the page of its claim, references, and rows with their
        columns, IRIs left out.

    Example:
        >>> told = told_answer(store, kg.ask("Does vitamin K2 prevent arterial calcification?"))
        >>> told["level"], told["mark"], told["claim"]
        ('not shown, low certainty', 'not-shown', 'claim/vitamin-k2-prevents-arterial-calcification')
    """
    shown, lines = answer.for_people()
    skipped = {number for number, name in enumerate(shown.columns) if name.endswith("_iri") or _all_iris(shown, number)}
    kept = [number for number in range(len(shown.columns)) if number not in skipped]
    status = answer.level.partition(",")[0].partition(" (")[0]
    return {
        "cautions": answer.cautions,
        "sentence": answer.sentence,
        "level": answer.level,
        "mark": status.replace(" ", "-") if status in statuses(store) else "plain",
        "whom": answer.whom,
        "reasons": answer.reasons,
        "claim": path_of(expand(answer.claim) or "") if answer.claim else "",
        "understood": _understood(store, answer.understood),
        "note": " ".join(dict.fromkeys(filter(None, (answer.note, answer.safety)))),
        "columns": [shown.columns[number].replace("_", " ") for number in kept],
        "rows": [[row[number] for number in kept] for row in shown.rows[:MOST_ROWS]],
        "total": len(answer),
        "references": [_reference(line) for line in lines],
    }


def _understood(store: Store, line: str) -> Row | None:
    """How plain words were read: the question in words, and its page with these values."""
    found = _READ.fullmatch(line)
    if not found:
        return None
    given: dict[str, str] = {}
    words = found["words"]
    claims = labels(store)["claim"]
    for each in (found["given"] or "").partition("; not taken into account")[0].split("; "):
        name, _, value = each.partition(" = ")
        value = value.removesuffix(", the default").partition(" (")[0]
        if value:
            given[name] = value
            words = words.replace(f"{{{name}}}", claims.get(value.removeprefix("claim:"), value))
    return {"path": f"question/{found['id']}", "given": given, "words": words.replace("{", "").replace("}", "")}


def _reference(line: str) -> Row:
    """A line below an answer, with the address it gives apart."""
    words, _, rest = line.partition(" <")
    link, _, after = rest.partition(">")
    return {"words": f"{words}{after}", "link": link if link.startswith("https://") else ""}


def _all_iris(table: Any, number: int) -> bool:
    cells = [row[number] for row in table.rows if row[number] is not None]
    return bool(cells) and all(str(cell).startswith(("https://w3id.org/", "http://")) for cell in cells)


def _front(store: Store, request: Request) -> Response:
    del request
    return page(front(store, Place()))


async def _asked(store: Store, ask: Ask, check: Check, request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    given = await fields(request)
    return await run_in_threadpool(_answered, store, ask, check, given)


def _answered(store: Store, ask: Ask, check: Check, given: dict[str, str] | None) -> Response:
    words = (given or {}).get("words", "")
    if given is None or len(words) > limit("longest_text"):
        return page(front(store, Place(), error=too_long()), 413)
    if not words:
        return page(front(store, Place(), error="Type a question, or paste a text, first."), 400)
    if is_text(words):
        return page(front(store, Place(), words=words, checked=checked_part(check(words), words, Place())))
    try:
        answer = ask(words)
    except UnclearQuestion as error:
        return page(front(store, Place(), words=words, unclear=_unclear(error)))
    except UsageError as error:
        return page(front(store, Place(), words=words, error=_plain(error)), 404)
    return page(front(store, Place(), words=words, answer=told_answer(store, answer)))


def _unclear(error: UnclearQuestion) -> Row:
    """What a question that is not understood calls for all the same, and what else can be asked."""
    return {
        "cautions": error.cautions,
        "needs": error.needs,
        "says": error.says,
        "readings": [_reading(each) for each in error.choices],
    }


def _reading(each: Any) -> Row:
    values = {**each.defaults, **each.parameters}
    words = each.wording
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", str(each.labels.get(value, value)))
    return {"path": f"question/{each.question}", "given": each.parameters, "words": words}


def _plain(error: UsageError) -> str:
    """A message for the reader of a page, who has no command line."""
    return one_line(str(error)).partition("; list them with")[0]
