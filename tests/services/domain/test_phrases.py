"""Sentences are English until they are told, and whole in whatever language they are told in."""

from __future__ import annotations

import copy
import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

from services.domain.phrases import Phrase, Reader, join_text, tr, translated

_SAID = {"{name} can't call: {why}": "{name} kann nicht anrufen: {why}", "no licence": "keine Lizenz", ", ": "; "}
GERMAN = Reader(lambda template: _SAID.get(template, template))


def test_a_sentence_is_english_text_until_it_is_told() -> None:
    said = tr("{name} can't call: {why}", name="Ben", why=tr("no licence"))
    assert said == "Ben can't call: no licence"
    assert json.dumps([said]) == '["Ben can\'t call: no licence"]'
    assert translated(said, GERMAN) == "Ben kann nicht anrufen: keine Lizenz"


def test_what_is_put_together_is_translated_part_by_part() -> None:
    assert translated("! " + tr("no licence") + ".", GERMAN) == "! keine Lizenz."
    assert translated(join_text(", ", ["Ben", tr("no licence")]), GERMAN) == "Ben; keine Lizenz"


def test_data_put_together_is_plain_text() -> None:
    assert type(join_text("", ["12", "34"])) is str
    assert type(join_text(" ", iter(["Ben", "Lee"]))) is str
    assert join_text(" ", ["Ben", "Lee"]) == "Ben Lee"
    assert translated(join_text(" ", ["Ben:", tr("no licence")]), GERMAN) == "Ben: keine Lizenz"
    assert translated(join_text(", ", ["Ben", "Lee"]), GERMAN) == "Ben; Lee"


def test_a_translation_may_leave_out_what_its_language_does_without() -> None:
    assert translated(tr("{n} line{plural}", n=2, plural="s"), Reader(lambda _: "{n} 条线路")) == "2 条线路"


def test_a_sentence_survives_copies_and_processes() -> None:
    said = tr("{name} can't call: {why}", name="Ben", why=tr("no licence"))
    for again in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert isinstance(again, Phrase)
        assert translated(again, GERMAN) == translated(said, GERMAN)


@given(st.text(), st.text())
def test_what_people_typed_is_never_taken_for_a_template(name: str, other: str) -> None:
    told = translated(tr("{name} can't call: {why}", name=name, why=other), GERMAN)
    assert told == f"{name} kann nicht anrufen: {other}"
    assert translated(name, Reader(lambda _: "changed")) == name
