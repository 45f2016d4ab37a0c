"""The pages as routes, for any application of Starlette."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph.errors import UnknownName, UsageError, one_line
from calcigraph.web import drawings, explaining, indexes, living
from calcigraph.web.addresses import KINDS, labels, nearest
from calcigraph.web.representations import FORMS, accepted, split
from calcigraph.web.resources import ONTOLOGY, Resource, content, find
from calcigraph.web.templating import POLICY, Place, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.store.store import Store

#: Where the files are that every page loads.
STATIC = Path(__file__).parent / "static"
_LONGEST = 1000
_SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "content-security-policy": POLICY}


def routes(kg: KnowledgeGraph) -> list[BaseRoute]:
    """List the routes of all pages.

    Args:
        kg: the opened graph; it is only read.

    Returns:
        Routes, the files of the pages under ``/static`` among them; each page answers GET and HEAD.

    Example:
        >>> routes(kg)[0].path
        '/static/colours.css'
    """
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    store = kg.store
    made: list[BaseRoute] = [
        Route("/static/colours.css", partial(_made, store, "text/css; charset=utf-8", _colours)),
        Route("/static/search.json", partial(_made, store, "application/json", indexes.search_index)),
        *living.routes(kg),
        Route("/static/names.js", partial(_made, store, "text/javascript; charset=utf-8", indexes.search_script)),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        Route("/download/{name}", partial(_download, store)),
        Route("/find", partial(_find, store), methods=["POST"]),
    ]
    made += [Route(f"/{name}", partial(_explained, store, name)) for name in explaining.PAGES]
    made += [Route(f"/{name}", partial(_listed, store, name)) for name in indexes.LISTS]
    made.append(Route(f"/{ONTOLOGY}", partial(_ontology, store, "")))
    made += [Route(f"/{ONTOLOGY}.{form}", partial(_ontology, store, form)) for form in FORMS]
    return made + [Route(f"/{kind}/{{name}}", partial(_thing, store, kind)) for kind in KINDS]


def missing(store: Store, path: str, words: str = "") -> Response:
    """Say that there is nothing at an address, and what there is nearby.

    Args:
        store: the graph.
        path: what was asked for, below the root.
        words: what somebody looked for by name, where it was no address.

    Returns:
        A page with the status 404.

    Example:
        >>> missing(store, "id/menaquinone-7").status_code
        404
    """
    kind, _, name = path.partition("/")
    kinds = [kind] if kind in KINDS else list(KINDS)
    wanted = words or split(name or kind)[0]
    near = [
        {"path": f"{each}/{local}", "label": labels(store)[each][local], "what": KINDS[each]}
        for each in kinds
        for local in nearest(store, each, wanted[:_LONGEST])
    ][:8]
    what = KINDS.get(kind, "page")
    page = render(
        "missing.html",
        Place(path),
        title="Nothing is here" if not words else "Nothing has this name",
        kicker="404",
        summary=f"No {what} has the name '{one_line(wanted)[:80]}'.",
        near=near,
    )
    return _html(page, 404)


def respond(request: Request, body: str | bytes, media: str, **headers: str) -> Response:
    """Give a document with what lets a client keep it.

    Args:
        request: what was asked.
        body: the document.
        media: its media type.
        headers: more of them, underscores for hyphens.

    Returns:
        The document, or 304 where the client has it.
    """
    from starlette.responses import Response

    content = body.encode() if isinstance(body, str) else body
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    sent = {"etag": tag, "cache-control": "no-cache", "access-control-allow-origin": "*", **_SAFE}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers=sent)
    return Response(content, media_type=media, headers=sent)


def _html(page: str, status: int) -> Response:
    from starlette.responses import HTMLResponse

    return HTMLResponse(page, status_code=status, headers=_SAFE)


def _colours(_store: Store) -> str:
    return drawings.colours()


def _made(store: Store, media: str, make: Any, request: Request) -> Response:
    return respond(request, store.once(make), media)


def _download(store: Store, request: Request) -> Response:
    name = request.path_params["name"]
    found = explaining.download(store, name)
    if found is None:
        return missing(store, f"download/{name}")
    return respond(request, found, "application/octet-stream", content_disposition=f'attachment; filename="{name}"')


def _explained(store: Store, name: str, request: Request) -> Response:
    return respond(request, explaining.page(store, name, Place(name)), FORMS["html"])


def _listed(store: Store, name: str, request: Request) -> Response:
    return respond(request, indexes.page(store, name, Place(name)), FORMS["html"])


async def _find(store: Store, request: Request) -> Response:
    """Look a name up; it comes in the body, so that no log of addresses holds it."""
    from starlette.concurrency import run_in_threadpool

    given = (await request.form(max_files=0, max_fields=4)).get("words", "")
    words = given.strip()[:_LONGEST] if isinstance(given, str) else ""
    return await run_in_threadpool(_found, store, words)


def _found(store: Store, words: str) -> Response:
    from starlette.responses import RedirectResponse

    try:
        local = store.entities.iri(words).rpartition("/")[2] if words else ""
    except UsageError:
        local = ""
    if local:
        return RedirectResponse(Place("find").link(f"id/{local}"), status_code=303)
    return missing(store, "find", words or "nothing")


def _ontology(store: Store, form: str, request: Request) -> Response:
    return _given(store, Resource(ONTOLOGY), form, request)


def _thing(store: Store, kind: str, request: Request) -> Response:
    whole = request.path_params["name"]
    name, form = split(whole)
    found = find(store, kind, whole)  # a name may itself end as a suffix does
    if found is None:
        found = find(store, kind, name)
    else:
        form = ""
    if found is None:
        return missing(store, f"{kind}/{name}")
    return _given(store, found, form, request)


def _given(store: Store, found: Resource, form: str, request: Request) -> Response:
    from starlette.responses import PlainTextResponse

    vary = {} if form else {"vary": "Accept"}
    form = form or accepted(", ".join(request.headers.getlist("accept")))
    if not form:
        offered = ", ".join(media.partition(";")[0] for media in FORMS.values())
        return PlainTextResponse(f"This comes as {offered}.\n", 406, headers={"vary": "Accept"})
    given = dict(request.query_params) if found.kind == "question" else {}
    try:
        body = content(store, found, form, given=given)
    except UsageError as error:
        return _refused(store, found, form, error, given)
    links = ", ".join(
        f'<{found.name or ONTOLOGY}.{each}>; rel="alternate"; type="{media.partition(";")[0]}"'
        for each, media in FORMS.items()
        if each != form
    )
    return respond(request, body, FORMS[form], link=links, **vary)


def _refused(store: Store, found: Resource, form: str, error: UsageError, given: dict[str, str]) -> Response:
    """A value that a question does not take: the form again, with the reason."""
    from starlette.responses import JSONResponse

    del given
    status = 404 if isinstance(error, UnknownName) else 400
    if form != "html":
        return JSONResponse({"error": one_line(str(error))}, status, headers={"vary": "Accept"})
    return _html(content(store, found, "html", error=one_line(str(error))), status)
