"""Files, settings files and exports of records, bent: read or refused in plain words, within seconds."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.domain.errors import BadInput
from services.intake.read import read_table
from services.intake.table import Limits
from tests.fuzz.bent import bent_bytes, texts
from tests.services.intake.books import HEADER_XML, JOHN, cells_xml, packed, parts_of
from tests.tools.test_verify_record import both, exported

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]
bounded = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
IN_TIME = 5.0
CSV = b'Ext Key;Number;User;Addon license 1\n101;6567891230;john@contoso.com;x\n102;;"a\nb";\n'
SMALL = Limits(size=2_000_000, rows=200)
PARTS = parts_of(HEADER_XML + cells_xml(2, *JOHN))


def read(name: str, data: bytes, encoding: str = "") -> None:
    began = time.monotonic()
    with suppress(BadInput):
        read_table(name, data, SMALL, encoding=encoding)
    assert time.monotonic() - began < IN_TIME


@given(bent_bytes(CSV), st.sampled_from(("", "utf-8", "cp1252", "utf-16", "nonsense")))
@bounded
def test_csv_bytes(data: bytes, encoding: str) -> None:
    read("a.csv", data, encoding)


@given(st.lists(st.lists(texts, max_size=6), max_size=6), st.sampled_from(",;\t|"))
@bounded
def test_csv_cells(rows: list[list[str]], between: str) -> None:
    text = CSV.decode().replace(";", between) + "\n".join(between.join(row) for row in rows)
    read("a.csv", text.encode("utf-8", "surrogatepass"))


@given(bent_bytes(packed(PARTS)))
@bounded
def test_workbooks_bytes(data: bytes) -> None:
    read("a.xlsx", data)


@given(st.data())
@bounded
def test_workbooks_parts(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PARTS)))
    read("a.xlsx", packed({**PARTS, name: data.draw(bent_bytes(PARTS[name]))}))


@cache
def export() -> str:
    return exported(5)


@given(st.data())
@settings(bounded, max_examples=60)
def test_exports_of_records(data: st.DataObject) -> None:
    text = data.draw(bent_bytes(export().encode())).decode("utf-8", "surrogateescape")
    ours, theirs = both(text)
    assert ours == theirs
