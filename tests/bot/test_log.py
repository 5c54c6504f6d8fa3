"""The log: one JSON object a line, whoever writes it, with the id that the remote systems hear."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import log
from services.domain.trace import correlation, following, trace_id_of


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_librarys_warning_is_a_line_like_ours(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO")
    token = correlation.set("ref-7")
    structlog.get_logger().info("refused", kind="BadInput")
    logging.getLogger("aiohttp.server").warning("told %s times\nin two lines", 3)
    logging.getLogger("aiohttp.server").info("not asked for")
    correlation.reset(token)
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["kind"], ours["level"], ours["ref"]) == ("refused", "BadInput", "info", "ref-7")
    assert (theirs["event"], theirs["logger"]) == ("told 3 times\nin two lines", "aiohttp.server")
    assert (theirs["level"], theirs["ref"]) == ("warning", "ref-7")
    assert set(ours) >= {"timestamp"} <= set(theirs)


def test_a_trace_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO")
    try:
        raise ValueError("no")
    except ValueError:
        logging.getLogger("asyncio").exception("it failed")
        structlog.get_logger().exception("turn failed", ref="ref-8")
    theirs, ours = lines(capsys)
    assert theirs["exception"].endswith("in test_a_trace_stays_in_its_line\nValueError")
    assert ours["ref"] == "ref-8"


@pytest.mark.parametrize(("level", "told"), [("INFO", False), ("DEBUG", True)])
def test_an_errors_words_are_for_debugging_alone(level: str, told: bool, capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(level)
    try:
        try:
            raise KeyError("alice@contoso.com")
        except KeyError as error:
            raise ExceptionGroup("both", [error, ValueError("+6567891230")]) from error
    except ExceptionGroup:
        structlog.get_logger().exception("turn failed")
    (line,) = lines(capsys)
    assert ("alice" in line["exception"]) is ("+65678" in line["exception"]) is told
    assert "KeyError" in line["exception"]
    assert "ValueError" in line["exception"]


def test_a_line_names_its_trace_where_traces_are_taken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log.set_up("INFO")
    with following("ref-7"):
        structlog.get_logger().info("one")
        monkeypatch.setattr("services.domain.trace._tracer", object())
        structlog.get_logger().info("two")
    structlog.get_logger().info("three")
    one, two, three = lines(capsys)
    assert "trace_id" not in one
    assert two["trace_id"] == trace_id_of("ref-7")
    assert "trace_id" not in three, "what the process does for itself belongs to no trace"


def test_every_line_has_a_reference_also_what_nobody_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO")
    structlog.get_logger().info("listening")
    logging.getLogger("asyncio").warning("slow")
    ours, theirs = lines(capsys)
    assert ours["ref"] == theirs["ref"] != ""


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("WARNING")
    structlog.get_logger().info("listening")
    assert lines(capsys) == []
