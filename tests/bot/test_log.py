"""The log: one JSON object a line, whoever writes it, with the id that the remote systems hear."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import log
from services.remote.trace import correlation


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
    assert theirs["exception"].endswith("ValueError: no")
    assert ours["ref"] == "ref-8"


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("WARNING")
    structlog.get_logger().info("listening")
    assert lines(capsys) == []
