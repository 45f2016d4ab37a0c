"""The routes of the JSON API, made from the table of operations."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from calcigraph.errors import CalcigraphError
from calcigraph.server import problems
from calcigraph.server.api_answering import TEXTS, offered, paged, tell
from calcigraph.server.api_parameters import LIMITS, checked, from_body, from_query, schemas
from calcigraph.server.computing import Computing
from calcigraph.server.noting import note_error
from calcigraph.server.openapi import described, predicates_of, summary_of
from calcigraph.server.paging import Pages
from calcigraph.server.problems import KINDS, Refused
from calcigraph.server.releases import release

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive, Scope, Send

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.operations import Operation

_JSON = "application/json"


def routes(kg: KnowledgeGraph) -> list[BaseRoute]:
    """Make the routes of the JSON API.

    Args:
        kg: the opened graph; it is only read.

    Returns:
        ``/api`` (what there is), ``/api/openapi.json``, ``/api/problems``, and one route for each operation.

    Example:
        >>> [each.path for each in routes(kg)][:3]
        ['/api', '/api/openapi.json', '/api/problems']
    """
    api = _Api(kg)
    index = {"release": release()}
    description = described(api.predicates)
    kinds = {
        name: {"title": kind.title, "status": kind.status, "meaning": kind.meaning} for name, kind in KINDS.items()
    }
    fixed: dict[str, Callable[[str], dict[str, Any]]] = {
        "/api": lambda root: {**index, "description": f"{root}/api/openapi.json", "operations": api.listed(root)},
        "/api/openapi.json": lambda root: {**description, "servers": [{"url": root or "/"}]},
        "/api/problems": lambda _root: {"release": release(), "problems": kinds},
    }
    return [
        *(Route(path, _Resource({"GET": partial(_fixed, what)}), name=path) for path, what in fixed.items()),
        *(Route(f"/api/{each.name}", _Resource(api.methods(each)), name=f"api {each.name}") for each in api.operations),
        Route("/api/{rest:path}", _Resource(None, [each.name for each in api.operations]), name="api"),
    ]


class _Api:
    """What all operations share: the graph, the threads, the pages."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self.kg = kg
        self.operations = offered()
        self._computing = Computing(LIMITS["threads"], LIMITS["queue"], LIMITS["seconds"])
        self._pages = Pages(json.dumps([release(), len(kg.engine)]))
        self.predicates = predicates_of(kg.engine)

    def listed(self, root: str) -> dict[str, dict[str, str]]:
        """What there is, with its addresses below the path that a proxy offers."""
        return {each.name: {"href": f"{root}/api/{each.name}", "says": summary_of(each)} for each in self.operations}

    def methods(self, operation: Operation) -> dict[str, Callable[[Request], Awaitable[Response]]]:
        """What answers each method of HTTP."""
        schema = schemas(operation, paged=paged(operation), predicates=self.predicates)
        answer = partial(self._answer, operation, schema)
        if operation.name in TEXTS:
            return {"POST": answer}
        return {"GET": answer, "POST": answer} if schema["properties"] else {"GET": answer}

    async def _answer(self, operation: Operation, schema: dict[str, Any], request: Request) -> Response:
        given = checked(await _given(request, schema), schema)
        return _said(await self._computing.run(partial(self._tell, operation, given)))

    def _tell(self, operation: Operation, given: dict[str, Any]) -> bytes:
        limit, page = (given.pop("limit"), given.pop("page") or "") if paged(operation) else (0, "")
        told = tell(self.kg, operation.name, given)
        said: dict[str, Any] = {"warnings": told.warnings, "release": release(), "operation": operation.name}
        if told.rows is None:
            return _json({**said, "result": told.result})
        rows, token = self._pages.cut(operation.name, given, told.rows, limit, page)
        result = {**told.result, "results": {"bindings": rows}} if isinstance(told.result, dict) else rows
        return _json({**said, "total": len(told.rows), "next": token, "result": result})


class _Resource:
    """An address: it takes its methods, and answers everything with JSON, errors too.

    Args:
        methods: what answers each; None for an address that is none.
        names: what could have been meant.
    """

    def __init__(
        self, methods: dict[str, Callable[[Request], Awaitable[Response]]] | None, names: list[str] | None = None
    ) -> None:
        self._methods = methods
        self._names = names or []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = str(scope["path"])
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except CalcigraphError as error:
            response = problems.answer(error, path, scope.get("root_path", ""))
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets no traceback and the server goes on
            note_error(error, scope)
            said = Refused("internal", "an error of calcigraph itself; what was asked was not noted")
            response = problems.answer(said, path, scope.get("root_path", ""))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if self._methods is None:
            name = request.path_params["rest"].strip("/")
            near = tuple(f"/api/{each}" for each in get_close_matches(name, self._names, n=3))
            raise Refused("unknown-path", "nothing is at this address; /api lists what there is", near)
        method = "GET" if request.method == "HEAD" and "GET" in self._methods else request.method
        allowed = ", ".join([*self._methods, *(["HEAD"] if "GET" in self._methods else []), "OPTIONS"])
        if method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        if method not in self._methods:
            raise Refused("wrong-method", f"this address takes {allowed}", headers={"Allow": allowed})
        return await self._methods[method](request)


async def _given(request: Request, schema: dict[str, Any]) -> dict[str, Any]:
    if request.method != "POST":
        return from_query(request.query_params.multi_items(), schema)
    if request.url.query:
        raise Refused("bad-request", "a POST has its parameters in the body, and none in the address")
    media, _, rest = request.headers.get("content-type", "").partition(";")
    if media.strip().lower() != _JSON or rest.strip().lower().replace('"', "") not in ("", "charset=utf-8"):
        raise Refused("wrong-media-type", f"the body is {_JSON} in UTF-8", headers={"Accept-Post": _JSON})
    return from_body(await request.body())


async def _fixed(what: Callable[[str], dict[str, Any]], request: Request) -> Response:
    if request.url.query:
        raise Refused("bad-request", "this address takes no parameters")
    return _said(_json(what(str(request.scope.get("root_path", "")))))


def _said(content: bytes) -> Response:
    return Response(content, media_type=_JSON, headers={"Cache-Control": "no-store"})


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
