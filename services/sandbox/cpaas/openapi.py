"""The OpenAPI 3.1 document of the CPaaS, generated from its operations and models.

https://spec.openapis.org/oas/v3.1.0: a schema there is JSON Schema 2020-12, which is what pydantic writes.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any, Literal

from pydantic import TypeAdapter

from services.sandbox.cpaas.errors import STATUS
from services.sandbox.cpaas.operation import Operation, Parameter
from services.sandbox.cpaas.operations import OPERATIONS
from services.sandbox.cpaas.paging import PAGING, TOTAL
from services.sandbox.cpaas.schemas import Error

Json = dict[str, Any]
_Input = tuple[str, Literal["validation", "serialization"], TypeAdapter[Any]]
_REF = "#/components/schemas/{model}"
_EVERYWHERE = ("auth.invalidKey", "request.tooMany")
_ABOUT = (
    "Licences, extensions, numbers and settings of an organisation. Every call carries the organisation's key in "
    "`x-api-key`; 10 calls a second (20 at once) pass, more are answered 429 with `Retry-After`. A write may carry an "
    "`Idempotency-Key`: the same key and request again repeat the stored answer, marked `idempotent-replayed: true`."
)


@lru_cache(maxsize=1)
def document() -> Json:
    """The whole document."""
    schemas, components = _schemas()
    paths: defaultdict[str, Json] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "CPaaS", "version": "1.0.0", "description": _ABOUT},
        "servers": [{"url": "/cpaas"}],
        "security": [{"apiKey": []}],
        "paths": dict(paths),
        "components": {
            "schemas": components,
            "securitySchemes": {"apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"}},
        },
    }


def _schemas() -> tuple[Json, Json]:
    """The schema of each operation's body and answer (`name.body`, `name.answer`), and the components they refer to."""
    inputs: list[_Input] = [("error", "serialization", TypeAdapter(Error))]
    inputs += [(op.name, "validation", TypeAdapter(op.body)) for op in OPERATIONS if op.body]
    inputs += [(op.name, "serialization", TypeAdapter(op.answer)) for op in OPERATIONS]
    made, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    named = {f"{name}.{'body' if mode == 'validation' else 'answer'}": schema for (name, mode), schema in made.items()}
    return named, definitions.get("$defs", {})


def _operation(operation: Operation[Any], schemas: Json) -> Json:
    described: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {"200": _answer(operation, schemas), **_refusals(operation, schemas)},
    }
    if operation.writes:
        described["parameters"].append(_idempotency_key())
    if operation.body:
        schema = schemas[f"{operation.name}.body"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }


def _idempotency_key() -> Json:
    about = "any text of the caller's own; a retry sends the same one"
    return {"name": "Idempotency-Key", "in": "header", "description": about, "schema": {"type": "string"}}


def _answer(operation: Operation[Any], schemas: Json) -> Json:
    headers = {"x-request-id": _header("this call's id, for support", "string")}
    if PAGING[0] in operation.parameters:
        headers[TOTAL] = _header("how many there are on all pages", "integer")
    if operation.writes:
        headers["idempotent-replayed"] = _header("true when the answer repeats an earlier one", "string")
    schema = schemas[f"{operation.name}.answer"]
    return {"description": operation.summary, "headers": headers, "content": {"application/json": {"schema": schema}}}


def _refusals(operation: Operation[Any], schemas: Json) -> Json:
    codes: defaultdict[int, list[str]] = defaultdict(list)
    replayed = ("idempotency.keyReused",) if operation.writes else ()
    for code in (*operation.refuses, *_EVERYWHERE, *replayed):
        codes[STATUS[code]].append(code)
    return {str(status): _refusal(status, found, schemas["error.answer"]) for status, found in sorted(codes.items())}


def _refusal(status: int, codes: list[str], schema: Json) -> Json:
    headers = {"x-request-id": _header("this call's id, for support", "string")}
    if status == STATUS["request.tooMany"]:
        headers["Retry-After"] = _header("seconds to wait", "number")
    content = {"application/json": {"schema": schema}}
    return {"description": "Refused: " + ", ".join(codes), "headers": headers, "content": content}


def _header(description: str, kind: str) -> Json:
    return {"description": description, "schema": {"type": kind}}
