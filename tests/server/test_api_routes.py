"""The JSON API: what it offers, what it answers, and that it says what the command line says."""

from __future__ import annotations

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph._version import RELEASED, __version__
from calcigraph.errors import UsageError
from calcigraph.operations import PYTHON, every, find
from calcigraph.server.api_answering import TEXTS, offered, paged
from calcigraph.server.api_parameters import LIMITS
from calcigraph.server.api_routes import routes
from calcigraph.server.openapi import examples
from calcigraph.server.problems import KINDS, kind_of
from jsonschema_rs import Draft202012Validator, meta
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calcigraph import KnowledgeGraph
    from calcigraph.operations import Operation

    from tests.conftest import Finished

OPERATIONS = offered()
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: The commands that ask what the examples of the description ask.
COMMANDS: dict[str, tuple[str, ...]] = {
    "questions": ("questions", "foods", "--format", "json"),
    "entities": ("entities", "K2 guides calcium to the bones.", "--format", "json"),
    "list": ("list", "vitamers", "--format", "json"),
    "show": ("show", "MK-7", "--format", "json"),
    "evidence": ("evidence", "vitamin K2 prevents arterial calcification", "--format", "json"),
    "summary": ("summary", "MK-7", "--format", "json"),
    "check": ("check", "-", "--format", "json"),
    "pathways": ("pathways", "warfarin", "arterial calcification", "--sign", "+", "--limit", "2", "--json"),
    "explain": ("explain", "osteocalcin", "increases", "bone mineral density", "-l", "3", "--format", "json"),
    "what-if": ("what-if", "VKORC1=low", "-o", "arterial calcification", "--samples", "200", "--format", "json"),
    "compare": (
        *("compare", "K2=high", "K2=high + warfarin=high", "-o", "carboxylated MGP"),
        *("--samples", "200", "--format", "json"),
    ),
    "info": ("info", "--format", "json"),
    "operations": ("operations", "--format", "json"),
}


@pytest.fixture(scope="module")
def client(kg: KnowledgeGraph) -> TestClient:
    """Give a client of the API alone; what takes long to load is loaded, however many tests run at once."""
    pytest.importorskip("pymare.estimators")
    return TestClient(Starlette(routes=routes(kg)), base_url="http://localhost")


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    """Give the description that the API gives of itself."""
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def query(described: dict[str, Any], name: str) -> dict[str, Any]:
    """Give the example of a GET as the description has it."""
    taken = described["paths"][f"/api/{name}"]["get"]["parameters"]
    return {each["name"]: each["example"] for each in taken if "example" in each}


def said(response: Any, status: int = 200) -> Any:
    """Read an answer, of whatever status; the release is in every one, and what calls for caution stands first."""
    assert response.status_code == status, response.text
    found = response.json()
    assert next(iter(found)) == "warnings"
    assert found["release"] == {"version": __version__, "date": RELEASED or None}
    return found


# What is offered ------------------------------------------------------------------------------------------------------


def test_every_operation_that_reads_and_gives_json_is_offered() -> None:
    names = {each.name for each in OPERATIONS}
    others = {each.name for each in every() if each.method and PYTHON in each.ways} - names
    pictures = {each for each in others if each.startswith("draw")}
    # Opening, files and graphs are no answers; pictures and SPARQL have ways in of their own.
    assert others - pictures == {"open", "sparql", "to-networkx", "export", "add", "validate"}
    assert not {name for name in names if not find(name).reads_only}


def test_the_index_lists_what_there_is(client: TestClient) -> None:
    listed = client.get("/api").json()["operations"]
    assert list(listed) == [each.name for each in OPERATIONS]
    assert all(client.options(each["href"]).status_code == 204 for each in listed.values())


def test_addresses_are_below_the_path_of_a_proxy(kg: KnowledgeGraph) -> None:
    proxied = TestClient(Starlette(routes=routes(kg)), base_url="http://localhost", root_path="/graph")
    index = proxied.get("/graph/api").json()
    assert index["description"] == "/graph/api/openapi.json"
    assert index["operations"]["show"]["href"] == "/graph/api/show"
    assert proxied.get(index["description"]).json()["servers"] == [{"url": "/graph"}]
    found = said(proxied.get("/graph/api/show?name=vitamn"), 404)
    assert (found["type"], found["instance"]) == ("/graph/api/problems#unknown-name", "/graph/api/show")


def test_many_at_once_get_the_same_answers(client: TestClient) -> None:
    names = ["list", "claims", "entity", "show", "evidence", "explain", "pathways"] * 2

    def ask(name: str) -> Any:
        return said(client.post(f"/api/{name}", json=examples()[name]))

    alone = [ask(name) for name in names]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(ask, names)) == alone


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_examples_run_and_are_as_described(client: TestClient, described: dict[str, Any], operation: Operation) -> None:
    path = described["paths"][f"/api/{operation.name}"]
    answers = []
    if "get" in path:
        answers.append(said(client.get(f"/api/{operation.name}", params=query(described, operation.name))))
    if "post" in path:
        answers.append(said(client.post(f"/api/{operation.name}", json=examples()[operation.name])))
    assert answers[0] == answers[-1]
    schema = described["paths"][f"/api/{operation.name}"]["get" if "get" in path else "post"]["responses"]["200"]
    content = schema["content"]["application/json"]["schema"]
    Draft202012Validator({**content, "components": described["components"]}).validate(answers[0])
    assert answers[0]["result"] != [] or operation.name == "claims"


def test_texts_are_posted_alone(described: dict[str, Any]) -> None:
    assert {name for name in (each.name for each in OPERATIONS) if "get" not in described["paths"][f"/api/{name}"]} == {
        *TEXTS
    }


def test_the_description_has_ranges_choices_and_defaults_of_the_table(described: dict[str, Any]) -> None:
    taken = {each["name"]: each for each in described["paths"]["/api/pathways"]["get"]["parameters"]}
    assert taken["max_length"]["schema"]["maximum"] == 12
    assert taken["max_length"]["schema"]["default"] == 8
    assert taken["limit"]["schema"]["default"] == find("pathways")["limit"].command_default
    assert taken["min_certainty"]["schema"]["enum"] == list(find("pathways")["min_certainty"].choices)
    assert [name for name, each in taken.items() if each["required"]] == ["source", "target"]
    predicates = {each["name"]: each for each in described["paths"]["/api/claims"]["get"]["parameters"]}["predicate"]
    assert "prevents" in predicates["schema"]["enum"]


def test_every_schema_is_one_and_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    def parts(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            yield value
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from parts(each)

    names = set(described["components"]["schemas"])
    used = {each["$ref"].rpartition("/")[2] for each in parts(described) if isinstance(each.get("$ref"), str)}
    assert used <= names
    assert names - used == {"entity"} - used  # nothing is described that nobody answers
    for each in parts(described):
        if isinstance(each.get("schema"), dict):
            assert meta.is_valid({"$schema": _DIALECT, **each["schema"]})


@pytest.mark.data
def test_answers_on_everything_are_as_described(
    kg: KnowledgeGraph, client: TestClient, described: dict[str, Any]
) -> None:
    components = described["components"]

    def hold(name: str, given: dict[str, Any]) -> None:
        result = said(client.post(f"/api/{name}", json=given))["result"]
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        error = next(Draft202012Validator(schema).iter_errors(result), None)
        assert error is None, f"{name} {given}: {error and error.message}"

    entities = [str(iri) for (iri,) in kg.engine.values("SELECT DISTINCT ?e { ?e a cg:Factor } ORDER BY ?e")]
    claims = [each.curie for each in kg.claims()]
    for iri in entities[::80]:
        for name in ("show", "entity", "summary"):
            hold(name, {"name": iri})
    for curie in claims[::160]:
        hold("evidence", {"claim": [curie]})
        hold("explain", {"claim": [curie]})
    for question in [each for each in kg.questions() if "SERVICE" not in kg.questions.sparql(each.id)][::16]:
        hold("ask", {"question": question.id, "limit": 1000})


# The same words as the command line -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_it_says_what_the_command_line_says(client: TestClient, run: Callable[..., Finished], name: str) -> None:
    given = dict(examples()[name])
    done = run(*COMMANDS[name], stdin=given.get("text", "").encode())
    printed = json.loads(done.out)
    if paged(find(name)):
        given["limit"] = 1000
    answer = said(client.post(f"/api/{name}", json=given) if given else client.get(f"/api/{name}"))
    if name == "check":
        printed["name"] = ""  # of the file, and here there is none
    assert answer["result"] == printed
    assert list(answer["result"]) == list(printed)


def test_answers_and_pools_are_those_of_the_graph(kg: KnowledgeGraph, client: TestClient) -> None:
    """The command line prints these very values; a process of its own would load lexica and statistics once more."""
    given = {**examples()["ask"], "limit": 1000}
    assert said(client.post("/api/ask", json=given))["result"] == json.loads(kg.ask(given["question"]).json())
    given = examples()["pool"]
    assert said(client.post("/api/pool", json=given))["result"] == kg.pool(*given["claim"]).as_dict()


def test_citations_are_those_of_the_command_line(client: TestClient, run: Callable[..., Finished]) -> None:
    cited = said(client.get("/api/cite"))["result"]
    assert list(cited) == list(find("cite").formats)
    assert run("cite", "--format", "bibtex").out == f"{cited['bibtex']}\n"


def test_the_examples_of_the_page_are_what_comes(client: TestClient) -> None:
    """Members and names; verdicts and numbers of rows follow the data."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    (listed, shown), (missed, line) = re.findall(
        r"```console\n\$ curl (?:-s )?'http://127.0.0.1:8765(\S+)'.*\n([\s\S]*?)```", page
    )
    answer, example = client.get(listed).json(), json.loads(shown)
    assert list(answer) == list(example)
    assert list(answer["result"][0].items())[:5] == list(example["result"][0].items())[:5]
    assert line in client.get(missed).text


def test_the_limits_of_the_page_are_those_that_hold() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").partition("## Limits")[2]
    for name, value in LIMITS.items():
        if name not in ("heard", "page", "largest_page"):
            assert re.search(rf"\b({value:,}|{value})\b", page), name


# Cautions -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("ask", {"question": "may I take vitamin K2 with warfarin?"}),
        ("questions", {"words": "warfarin"}),
        ("entities", {"text": "She takes warfarin."}),
        ("entity", {"name": "warfarin"}),
        ("show", {"name": "warfarin"}),
        ("claims", {"subject": "warfarin"}),
        ("evidence", {"claim": ["warfarin inhibits VKORC1"]}),
        ("check", {"text": "Vitamin K2 is good with warfarin."}),
        ("pathways", {"source": "warfarin", "target": "VKORC1"}),
        ("explain", {"claim": ["warfarin inhibits VKORC1"]}),
        ("what-if", {"interventions": {"warfarin": "high"}, "observe": ["MK-7"], "samples": 20}),
        ("compare", {"scenarios": {"a": {"warfarin": "high"}}, "observe": ["MK-7"], "samples": 20}),
    ],
)
def test_what_touches_a_drug_begins_with_its_caution(client: TestClient, name: str, given: dict[str, Any]) -> None:
    assert "warfarin" in " ".join(said(client.post(f"/api/{name}", json=given))["warnings"]).lower()


def test_a_long_text_is_heard_to_its_end(client: TestClient) -> None:
    text = "Bones are made of calcium. " * 40 + "He takes Coumadin."
    assert "warfarin" in " ".join(said(client.post("/api/entities", json={"text": text}))["warnings"]).lower()


def test_a_refusal_begins_with_its_caution_too(client: TestClient) -> None:
    asked = {"/api/show": "?name=warfarin+and+vitamin", "/api/what-if": "?interventions=warfarins=high"}
    for path, given in asked.items():
        found = client.get(path + given).json()
        assert found["status"] == 404
        assert "warfarin" in found["warnings"][0].lower()
    named = {"scenarios": {"a": {"warfarins": "high"}}}
    assert "warfarin" in client.post("/api/compare", json=named).json()["warnings"][0].lower()


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ask", "questions", "entities", "list", "claims"])
def test_pages_together_are_the_whole(client: TestClient, name: str) -> None:
    given = {**examples()[name], "limit": 1000}
    whole = said(client.post(f"/api/{name}", json=given))
    rows: list[Any] = []
    pages, token = 0, ""
    while token or not pages:
        page = said(client.post(f"/api/{name}", json={**given, "limit": 4, **({"page": token} if token else {})}))
        rows += page["result"] if isinstance(page["result"], list) else page["result"]["results"]["bindings"]
        assert page["total"] == whole["total"]
        token, pages = page["next"], pages + 1
    assert rows == (whole["result"] if isinstance(whole["result"], list) else whole["result"]["results"]["bindings"])
    assert pages == max(1, -(-whole["total"] // 4))


def test_a_token_of_something_else_is_refused(client: TestClient) -> None:
    token = said(client.get("/api/list?name=vitamers&limit=2"))["next"]
    assert said(client.get(f"/api/list?name=vitamers&limit=3&page={token}"))["result"]
    for address in (
        f"/api/list?name=foods&page={token}",
        f"/api/claims?page={token}",
        "/api/list?name=vitamers&page=abc",
        f"/api/list?name=vitamers&page={'A' * len(token)}",
    ):
        assert said(client.get(address), 400)["type"] == "/api/problems#bad-page"


# Problems -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "kind", "detail"),
    [
        ("/api/show?name=vitamn+K2", 404, "unknown-name", "no entity is called 'vitamn K2'; nearest: 'vitamin K2'"),
        ("/api/show?name=", 400, "bad-request", "name: at least 1 characters, not 0"),
        ("/api/show", 400, "bad-request", "name is missing"),
        ("/api/show?name=K2&rows=1", 400, "bad-request", "no parameter is called 'rows'; there is: name"),
        ("/api/show?name=K2&name=D", 400, "bad-request", "name is given 2 times; it takes one value"),
        ("/api/show?name=%0AK2%1B[31m", 404, "unknown-name", "no entity is called"),
        ("/api/pathways?source=K2&target=MGP&max_length=13", 400, "bad-request", "max_length: at most 12, not 13"),
        ("/api/pathways?source=K2&target=MGP&max_length=1e1", 400, "bad-request", "max_length is a whole number"),
        ("/api/pathways?source=K2&target=K2", 422, "impossible", "a path needs two"),
        ("/api/what-if?interventions=K2=hihg", 400, "bad-request", "interventions is a name, = and one of"),
        ("/api/what-if?interventions=K2=high&interventions=K2=low", 409, "clash", "'K2' cannot be both high and low"),
        ("/api/ask?question=foods-that-suply", 404, "unknown-question", "no question is called 'foods-that-suply'"),
        ("/api/ask?question=foods-that-supply&parameters=x=1", 422, "impossible", "has no parameter 'x'"),
        ("/api/claims?predicate=prevent", 400, "bad-request", "predicate is one of"),
        ("/api/claims?status=nice", 400, "bad-request", "status is one of"),
        ("/api/evidence?claim=K2&claim=prevents", 400, "bad-request", "claim is one name of a claim, or three"),
        ("/api/pathway", 404, "unknown-path", "nothing is at this address"),
        ("/api/", 404, "unknown-path", "nothing is at this address"),
        ("/api/info?x=1", 400, "bad-request", "no parameter is called 'x'"),
        ("/api?x=1", 400, "bad-request", "this address takes no parameters"),
    ],
)
def test_problems_name_the_input_and_what_was_expected(
    client: TestClient, address: str, status: int, kind: str, detail: str
) -> None:
    response = client.get(address)
    found = said(response, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert found["type"] == f"/api/problems#{kind}"
    assert (found["title"], found["status"]) == (KINDS[kind].title, status)
    assert detail in found["detail"]
    assert "\n" not in found["detail"]
    assert found["detail"].isprintable()
    assert found["instance"] == address.partition("?")[0]


def test_problems_offer_the_nearest(client: TestClient) -> None:
    assert said(client.get("/api/show?name=vitamn+K2"), 404)["nearest"][0] == "vitamin K2"
    assert said(client.get("/api/claims?predicate=prevent"), 400)["nearest"][0] == "prevents"
    assert said(client.get("/api/pathway"), 404)["nearest"][0] == "/api/pathways"
    assert said(client.get("/api/pathways?sorce=K2&target=MGP"), 400)["nearest"] == ["source"]
    unclear = said(client.get("/api/ask?question=which+drugs"), 409)
    assert {"question", "parameters", "asked"} == set(unclear["choices"][0])


def test_kinds_are_described_where_problems_say(client: TestClient) -> None:
    assert {name: each["status"] for name, each in client.get("/api/problems").json()["problems"].items()} == {
        name: kind.status for name, kind in KINDS.items()
    }
    assert kind_of(UsageError("new")) == "internal"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "the body is no JSON"),
        (b"{", "the body is no JSON (line 1, column 2)"),
        (b"[]", "the body is an object of parameters"),
        (b"null", "the body is an object of parameters"),
        (b'{"name": 1}', "name is text, not 1"),
        (b'{"name": null}', "name is text, not None"),
        (b'{"name": "K2", "name": "D"}', "'name' is in an object twice"),
        (b'{"name": NaN}', "the body is no JSON"),
        (b'{"name": "\\ud800"}', "name holds half a character"),
        (b'{"name": ' + b"9" * 5000 + b"}", "the body is no JSON"),
        (b"[" * 100_000, "the body is no JSON"),
        (b'{"name": "' + b"x" * 1001 + b'"}', "name: at most 1,000 characters, not 1001"),
    ],
    ids=range(12),
)
def test_a_body_that_is_none_is_refused(client: TestClient, body: bytes, detail: str) -> None:
    response = client.post("/api/show", content=body, headers={"Content-Type": "application/json"})
    assert said(response, 400)["detail"].startswith(detail)


def test_bodies_are_json_in_utf_8(client: TestClient) -> None:
    for media in ("", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"):
        response = client.post("/api/show", content=b'{"name": "K2"}', headers={"Content-Type": media})
        assert said(response, 415)["type"] == "/api/problems#wrong-media-type"
    fine = {"Content-Type": 'Application/JSON; charset="UTF-8"'}
    assert said(client.post("/api/show", content=b'{"name": "K2"}', headers=fine))["operation"] == "show"
    broken = client.post("/api/show", content=b'{"name": "\xff"}', headers={"Content-Type": "application/json"})
    assert said(broken, 400)["type"] == "/api/problems#bad-encoding"
    assert said(client.post("/api/show?name=K2", json={"name": "K2"}), 400)["detail"].startswith("a POST has its")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_told_which_there_are(client: TestClient, method: str) -> None:
    response = client.request(method, "/api/show")
    assert said(response, 405)["type"] == "/api/problems#wrong-method"
    assert response.headers["allow"] == "GET, POST, HEAD, OPTIONS"
    assert client.request("GET", "/api/check").headers["allow"] == "POST, OPTIONS"
    assert client.head("/api/show?name=K2").status_code == 200


def test_an_error_of_ours_tells_nothing_and_notes_no_question(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_name: str) -> None:
        raise ValueError("what somebody asked in confidence")

    monkeypatch.setattr(kg, "page", broken)
    answer = TestClient(Starlette(routes=routes(kg))).post("/api/show", json={"name": "a secret"})
    assert said(answer, 500)["detail"] == "an error of calcigraph itself; what was asked was not noted"
    assert "ValueError" in caplog.text
    assert "confidence" not in caplog.text + answer.text
    assert "secret" not in caplog.text + answer.text


def test_nothing_that_is_asked_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/api/check", json={"text": "My neighbour takes vitamin K2 and warfarin."})
        client.post("/api/ask", json={"question": "what does my neighbour take"})
    assert "neighbour" not in "".join(each.getMessage() for each in caplog.records if each.name != "httpx")
