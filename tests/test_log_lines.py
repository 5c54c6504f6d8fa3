"""No line of the log at INFO or above holds an error's words: they may name people, or quote what somebody typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from services.domain.error_codes import for_log
from services.domain.errors import BadInput, RemoteRefused
from tests.test_layers import OURS, ROOT, files_of

APART = ROOT / "services/sandbox"
LEVELS = {"info", "warning", "error", "exception", "critical"}
WORDS = {"message", "why", "what", "fix", "args", "text", "name", "author_name", "title"}
# What is called so and is none of them: the bare name of a process, of a kind, of a frame.
HARMLESS = {"core.store.presence.name", "self.name", "self._services.store.presence.name"}


def spoken(value: ast.expr) -> bool:
    """Whether the value is the words of something."""
    if isinstance(value, ast.Call):
        called = ast.unparse(value.func)
        return called == "repr" or (called == "str" and not ast.unparse(value.args[0]).endswith("subject"))
    if isinstance(value, ast.Attribute):
        return value.attr in WORDS and ast.unparse(value) not in HARMLESS
    return isinstance(value, ast.JoinedStr)


def lines() -> Iterator[tuple[str, ast.Call]]:
    """Every call that logs, with its place."""
    for path in (path for room in OURS for path in files_of(room) if APART not in path.parents):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).lstrip("_").removeprefix("log.") in LEVELS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_no_line_holds_words() -> None:
    found = list(lines())
    assert len(found) > 40
    loud = [place for place, call in found for word in call.keywords if spoken(word.value)]
    assert loud == []


@pytest.mark.parametrize("text", ["str(error)", "repr(error)", "error.message", "f'{error}'", "who.name"])
def test_words_are_found(text: str) -> None:
    assert spoken(ast.parse(text, mode="eval").body)


def test_what_is_said_of_an_error_names_nobody() -> None:
    said = for_log(RemoteRefused("Microsoft Graph", 404, "NotFound", "No alice@contoso.com.", request_id="r-1"))
    assert said == {
        "error": "RemoteRefused",
        "code": "SW-61",
        "system": "Microsoft Graph",
        "status": 404,
        "answered": "NotFound",
        "request": "r-1",
    }
    assert for_log(BadInput("alice isn't here.")) == {"error": "BadInput", "code": "SW-11"}
