"""The operations that let others ask: over HTTP, and as tools of an assistant."""

from __future__ import annotations

from calcigraph import ranges
from calcigraph.operations.operation import COMMAND, Operation, Parameter

SERVE = Operation(
    "serve",
    "Answer over HTTP: the SPARQL endpoint at /sparql, the JSON API and the pages.",
    description=(
        (
            "Read-only, and on this machine alone unless --host says otherwise. Each query runs in a process that is ended "
            "when it takes too much. Ctrl-C, or SIGTERM, lets what runs finish and ends it. docs/server.md says more."
        ),
        (
            "With --data the file is served in place of the graph, as a bare SPARQL endpoint: Turtle, N-Triples, N-Quads, "
            "TriG, RDF/XML or JSON-LD, by its suffix; named graphs are kept."
        ),
        "Needs: pip install 'calcigraph[server]'.",
    ),
    examples=(
        "calcigraph serve",
        "calcigraph serve --port 9000 --timeout 10",
        "calcigraph serve --root-path /calcigraph --allow-host graph.example.org",
        "calcigraph serve --data measurements.nq",
    ),
    result="text",
    parameters=(
        Parameter(
            "host",
            "text",
            "Address to listen at; 0.0.0.0 for every address of this machine.",
            default="127.0.0.1",
            metavar="ADDRESS",
            ways=(COMMAND,),
        ),
        Parameter(
            "port",
            "integer",
            "Port to listen at, 0 to 65535; 0 for one that is free.",
            default=8765,
            range=ranges.PORT,
            ways=(COMMAND,),
        ),
        Parameter(
            "root_path",
            "text",
            "Path under which a proxy in front offers it, such as /calcigraph.",
            default="",
            metavar="PATH",
            ways=(COMMAND,),
        ),
        Parameter(
            "allow_host",
            "text",
            "Name under which others may ask for it, as in the Host header; repeat.",
            many=True,
            default=(),
            metavar="NAME",
            ways=(COMMAND,),
        ),
        Parameter(
            "data",
            "file",
            "Serve this RDF instead, as a bare SPARQL endpoint.",
            metavar="FILE",
            ways=(COMMAND,),
        ),
        Parameter(
            "timeout",
            "number",
            "Seconds a query may take; 0 for no limit.",
            default=30,
            range=ranges.TIMEOUT,
            unit="seconds",
            ways=(COMMAND,),
        ),
        Parameter(
            "memory",
            "size",
            "Memory a query may take, such as 500MB; 0 for no limit.",
            default="1GB",
            ways=(COMMAND,),
        ),
        Parameter(
            "rows",
            "integer",
            "Rows an answer may have; 0 for no limit.",
            default=1_000_000,
            range=ranges.AT_MOST,
            unit="rows",
            ways=(COMMAND,),
        ),
        Parameter(
            "size",
            "size",
            "Size an answer may have, such as 100MB; 0 for no limit.",
            default="200MB",
            ways=(COMMAND,),
        ),
        Parameter(
            "workers",
            "integer",
            "Processes that answer queries at once, 1 to 64.",
            default=4,
            range=ranges.WORKERS,
            ways=(COMMAND,),
        ),
        Parameter(
            "queue",
            "integer",
            "Queries that may wait for a process; more are sent away.",
            default=100,
            range=ranges.AT_MOST,
            ways=(COMMAND,),
        ),
        Parameter(
            "budget",
            "number",
            "Seconds of query time that each client has in a minute; 0 for no limit.",
            default=60,
            range=ranges.TIMEOUT,
            unit="seconds",
            ways=(COMMAND,),
        ),
        Parameter(
            "max_size",
            "size",
            "How large the file of --data may be, such as 1GB; 0 for any size.",
            default="1GB",
            ways=(COMMAND,),
        ),
    ),
)
MCP = Operation(
    "mcp",
    "Offer the graph to an assistant as tools, over standard input and output.",
    description=(
        (
            "An assistant that knows the Model Context Protocol starts this command itself; docs/assistants.md says how to add "
            "it. Nine tools that only read; every answer begins with its caution and the boldest wording that the evidence "
            "allows. The same tools are at /mcp of 'calcigraph serve'. Nothing that is asked is noted or kept."
        ),
        "Needs: pip install 'calcigraph[assistant]'.",
    ),
    examples=("calcigraph mcp",),
    result="text",
)
