"""Traces to a collector over OTLP: the only importer of OpenTelemetry, and loaded only where an endpoint is set.

The SDK reads what else OpenTelemetry's users set (`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`,
`OTEL_TRACES_SAMPLER`): https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import trace as otel
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import (
    SERVICE_INSTANCE_ID,
    SERVICE_NAME,
    SERVICE_VERSION,
    OTELResourceDetector,
    Resource,
)
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision

from services.domain import trace

_KINDS = {
    trace.SpanKind.INTERNAL: otel.SpanKind.INTERNAL,
    trace.SpanKind.SERVER: otel.SpanKind.SERVER,
    trace.SpanKind.CLIENT: otel.SpanKind.CLIENT,
}
_FLUSH_MILLISECONDS = 3_000  # to wait for a collector at the end of the program
_NANOSECONDS = 1_000_000_000

_beginning: ContextVar[str] = ContextVar("beginning", default="")  # the reference whose first span is being created


class OtlpTracer:
    """Sends spans to `<endpoint>/v1/traces` in batches, from a thread of its own; drops them while that fails.

    `process` is what this one is called among several.
    """

    def __init__(self, endpoint: str, version: str, process: str) -> None:
        ours = Resource({SERVICE_NAME: "switchboard", SERVICE_VERSION: version, SERVICE_INSTANCE_ID: process})
        # Resource attributes in the environment take precedence.
        resource = ours.merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, id_generator=_TraceIds(), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("switchboard", version)

    @contextmanager
    def span(self, name: str, kind: trace.SpanKind, values: trace.Attributes, began: float) -> Iterator[OtlpSpan]:
        """A span of the trace named by `correlation`: its first one, or a child of the open one."""
        ref = trace.correlation.get()
        token = _beginning.set(ref if kind is trace.SpanKind.SERVER else "")
        try:
            made = self._tracer.start_span(
                name,
                context=self._above(ref) if kind is not trace.SpanKind.SERVER else Context(),
                kind=_KINDS[kind],
                attributes=dict(values),
                start_time=int(began * _NANOSECONDS) or None,
            )
        finally:
            _beginning.reset(token)
        # An error's message may name people, so only its kind is recorded.
        with otel.use_span(made, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield OtlpSpan(made)
            except BaseException as error:
                made.set_attribute("error.type", type(error).__name__)
                made.set_status(otel.StatusCode.ERROR)
                raise

    async def close(self) -> None:
        """Send what is left, within a few seconds."""
        # The loop's own threads, which are the durable engine's, may have ended by now.
        with ThreadPoolExecutor(1) as own:
            await asyncio.get_running_loop().run_in_executor(own, self._last)

    def _last(self) -> None:
        self._provider.force_flush(_FLUSH_MILLISECONDS)
        self._provider.shutdown()

    def _above(self, ref: str) -> Context | None:
        """The parent of a span; None for the open one, if it is of the same trace."""
        here = otel.get_current_span().get_span_context()
        if not ref or (here.is_valid and here.trace_id == int(trace.trace_id_of(ref), 16)):
            return None
        return otel.set_span_in_context(otel.NonRecordingSpan(self._root(ref)), Context())

    def _root(self, ref: str) -> otel.SpanContext:
        """The context of the trace's first span, which another process may have recorded; sampled if that was."""
        trace_id = int(trace.trace_id_of(ref), 16)
        chosen = self._provider.sampler.should_sample(Context(), trace_id, "").decision
        flags = otel.TraceFlags(
            otel.TraceFlags.SAMPLED if chosen is Decision.RECORD_AND_SAMPLE else otel.TraceFlags.DEFAULT
        )
        return otel.SpanContext(trace_id, int(trace.root_id_of(ref), 16), is_remote=True, trace_flags=flags)


class OtlpSpan:
    """A span of OpenTelemetry's."""

    def __init__(self, made: otel.Span) -> None:
        self._made = made

    @property
    def headers(self) -> Mapping[str, str]:
        """https://www.w3.org/TR/trace-context/#traceparent-header"""
        here = self._made.get_span_context()
        return {"traceparent": f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}"}

    def note(self, values: trace.Attributes) -> None:
        """Add attributes."""
        self._made.set_attributes(dict(values))

    def link(self, ref: str) -> None:
        """Link the work with this id."""
        there = otel.SpanContext(int(trace.trace_id_of(ref), 16), int(trace.root_id_of(ref), 16), is_remote=True)
        self._made.add_link(there)


class _TraceIds(IdGenerator):
    """Random ids, except for a trace's first span, both of whose ids are derived from the reference."""

    def __init__(self) -> None:
        self._random = RandomIdGenerator()

    def generate_trace_id(self) -> int:
        """128 bits."""
        ref = _beginning.get()
        return int(trace.trace_id_of(ref), 16) if ref else self._random.generate_trace_id()

    def generate_span_id(self) -> int:
        """64 bits."""
        ref = _beginning.get()
        return int(trace.root_id_of(ref), 16) if ref else self._random.generate_span_id()
