"""The JSON API attacked from its own description by schemathesis, with every check that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from calcigraph.server.api_routes import routes
from calcigraph.server.protection import Protection
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from schemathesis import Case, Response

#: What a JSON Schema cannot say, and the answer has to: a token that nobody gave, and parameters that do not go together.
UNSAYABLE = ("#bad-page", "#impossible")


@pytest.fixture(scope="session")
def attacked(kg: KnowledgeGraph) -> Any:
    """Load the description from the application itself."""
    config = schemathesis.Config.from_dict(
        {
            "generation": {"deterministic": True, "database": "none"},
            "phases": {"coverage": {"enabled": True}, "stateful": {"enabled": False}},
        }
    )
    app = Protection(Starlette(routes=routes(kg)))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config)


schema = schemathesis.pytest.from_fixture("attacked")


def excused(response: Response) -> bool:
    """Say whether the request was as described and had to be refused all the same."""
    return response.status_code in (400, 422) and str(response.json()["type"]).endswith(UNSAYABLE)


@schema.parametrize()
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found(case: Case) -> None:
    response = case.call()
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if excused(response) else [])
