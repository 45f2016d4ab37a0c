"""The JSON API attacked from its own description by schemathesis, with every check that it has."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import schemathesis
from calcigraph.namespaces import ONTOLOGY
from calcigraph.server.api_routes import routes
from calcigraph.server.openapi import described, predicates_of
from calcigraph.server.protection import Protection, Rules
from calcigraph.store import files
from calcigraph.store.memory import MemoryEngine
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette

from tests.opened import opened

if TYPE_CHECKING:
    from schemathesis import Case, Response
    from starlette.types import ASGIApp, Receive, Scope, Send

#: What a JSON Schema cannot say, and the answer has to: a token that nobody gave, and parameters that do not go together.
UNSAYABLE = ("#bad-page", "#impossible")


@cache
def application() -> ASGIApp:
    """Make the application the first time that somebody asks: the tests are collected without it."""
    return Protection(Starlette(routes=routes(opened())), Rules(hosts=("testserver",)))


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer."""
    await application()(scope, receive, send)


def description() -> dict[str, Any]:
    """Describe the API as it describes itself, with the predicates of the ontology alone."""
    engine = MemoryEngine()
    engine.load(files.read("ontology/predicates.ttl"), ONTOLOGY)
    return described(predicates_of(engine))


def attack(*, coverage: bool) -> Any:
    """Load the description: everything at random, or each bound and each keyword of a few operations."""
    config = {
        "generation": {"deterministic": True, "database": "none"},
        "request-timeout": 60,  # many tests run at once
        "phases": {"coverage": {"enabled": coverage}, "fuzzing": {"enabled": not coverage}},
    }
    found = schemathesis.openapi.from_dict(description(), config=schemathesis.Config.from_dict(config))
    found.app = app
    return found


#: An operation with text, lists, numbers and choices; the same code reads the others.
COVERED = ("pathways",)
# Loading the statistics of a pool takes seconds, which are spent where its example is asked.
at_random = attack(coverage=False).exclude(path="/api/pool")
at_bounds = attack(coverage=True).include(operation_id=list(COVERED))


def excused(response: Response) -> bool:
    """Say whether the request was as described and had to be refused all the same."""
    return response.status_code in (400, 422) and str(response.json()["type"]).endswith(UNSAYABLE)


def hold(case: Case[Any]) -> None:
    response = case.call()
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if excused(response) else [])


@at_random.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found_at_random(case: Case[Any]) -> None:
    hold(case)


@at_bounds.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found_at_bounds(case: Case[Any]) -> None:
    hold(case)


def test_the_description_is_that_of_the_graph() -> None:
    assert description() == described(predicates_of(opened().engine))
