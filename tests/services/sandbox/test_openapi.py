"""The CPaaS's OpenAPI document: valid, served, and in step with what is mounted."""

from __future__ import annotations

import re

from openapi_spec_validator import validate

from services.sandbox.app import Options, build
from services.sandbox.cpaas.errors import STATUS
from services.sandbox.cpaas.openapi import document
from tests.services.sandbox.conftest import Box

METHODS = {"get", "put", "post", "patch", "delete"}


def test_the_document_is_valid_openapi_3_1() -> None:
    assert document()["openapi"] == "3.1.0"
    validate(document())


async def test_the_document_is_served(box: Box) -> None:
    async with box.http.get("/cpaas/openapi.json") as answer:
        assert answer.content_type == "application/json"
        assert await answer.json() == document()


def test_every_mounted_route_is_described_and_the_other_way_round() -> None:
    mounted = {
        (route.method.lower(), re.sub(r"\{(\w+)[^}]*\}", r"{\1}", route.resource.canonical).removeprefix("/cpaas"))
        for route in build(Options()).router.routes()
        if route.method != "HEAD" and route.resource and route.resource.canonical.startswith("/cpaas/v1")
    }
    described = {
        (method, path) for path, methods in document()["paths"].items() for method in methods if method in METHODS
    }
    assert mounted == described
    assert len(described) == 19


def test_every_path_parameter_is_described() -> None:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            named = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_writes_and_only_writes_take_an_idempotency_key() -> None:
    for methods in document()["paths"].values():
        for method, operation in methods.items():
            taken = any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])
            assert taken == (method != "get")


def test_every_code_is_described_somewhere() -> None:
    described = set(re.findall(r"\b[a-z]+\.[A-Za-z]+\b", str(document()["paths"])))
    assert {code for code in STATUS if "." in code} <= described
