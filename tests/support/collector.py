"""An OpenTelemetry collector on loopback, which stores traces that it receives over OTLP/HTTP.

https://opentelemetry.io/docs/specs/otlp/#otlphttp
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from google.protobuf.json_format import MessageToJson
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A span as it arrived; ids are hexadecimal, `parent` is empty for the first of a trace."""

    name: str
    trace_id: str
    span_id: str
    parent: str
    process: str
    links: tuple[str, ...]
    values: dict[str, str]
    seconds: float


@dataclass
class Collector:
    """Its address, and what it received."""

    url: str = ""
    spans: list[Taken] = field(default_factory=list)
    text: str = ""  # everything received but the spans' ids, as text

    def trace(self, trace_id: str) -> list[Taken]:
        """The spans of one trace."""
        return [one for one in self.spans if one.trace_id == trace_id]

    async def take(self, request: web.Request) -> web.Response:
        """Keep what came."""
        asked = ExportTraceServiceRequest.FromString(await request.read())
        for of_process in asked.resource_spans:
            about = {one.key: one.value.string_value for one in of_process.resource.attributes}
            for scope in of_process.scope_spans:
                for span in scope.spans:
                    self.spans.append(
                        Taken(
                            span.name,
                            span.trace_id.hex(),
                            span.span_id.hex(),
                            span.parent_span_id.hex(),
                            about["service.instance.id"],
                            tuple(link.trace_id.hex() for link in span.links),
                            {one.key: one.value.string_value or str(one.value.int_value) for one in span.attributes},
                            (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
                        )
                    )
        _blank_ids(asked)
        self.text += MessageToJson(asked)
        answer = ExportTraceServiceResponse().SerializeToString()
        return web.Response(body=answer, content_type="application/x-protobuf")


def _blank_ids(asked: ExportTraceServiceRequest) -> None:
    """Take out what is random: as base64, an id spells a short name now and then."""
    for of_process in asked.resource_spans:
        for scope in of_process.scope_spans:
            for span in scope.spans:
                for one in (span, *span.links):
                    one.trace_id = one.span_id = b""
                span.parent_span_id = b""


@asynccontextmanager
async def collector() -> AsyncIterator[Collector]:
    """A collector for the block."""
    made = Collector()
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_post("/v1/traces", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield made
    finally:
        await runner.cleanup()
