"""What findings say can be told in another language after it was stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from services.domain.kept_phrases import kept_text, phrase_of, phrases_in, with_phrases
from services.domain.phrases import Reader, tr, translated
from services.domain.plan import Finding, Severity
from services.planning.draft_plan import FINDINGS

SHOUTING = Reader(lambda template: template.replace("has no", "HAS NO").replace("licence", "LICENCE"))


def stored(found: Finding, kept: object) -> Finding:
    """The finding as it comes back from the database."""
    (again,) = FINDINGS.validate_python(json.loads(json.dumps(FINDINGS.dump_python((found,), mode="json"))))
    return with_phrases((again,), json.loads(json.dumps(kept)))[0]


def test_a_stored_finding_is_told_in_another_language() -> None:
    said = tr("{name} has no {what}.", name="Ben {x} licence", what=tr("licence"))
    found = Finding(Severity.ERROR, "person.no_licence", said, "Give one.")
    again = stored(found, phrases_in((found,)))
    assert again == found
    assert translated(again.message, SHOUTING) == "Ben {x} licence HAS NO LICENCE."


def test_a_finding_of_an_older_version_stays_english() -> None:
    found = Finding(Severity.ERROR, "person.no_licence", tr("{name} has no licence.", name="Ben"))
    assert translated(stored(found, {}).message, SHOUTING) == "Ben has no licence."


def test_what_was_kept_is_believed_only_where_it_makes_the_same_text() -> None:
    found = Finding(Severity.ERROR, "person.no_licence", "Ben has no licence.")
    kept = {"Ben has no licence.": {"template": "All is well, {name}.", "values": {"name": "Ben"}}}
    assert translated(stored(found, kept).message, SHOUTING) == "Ben has no licence."


def test_a_kept_sentence_is_told_in_another_language_with_its_numbers_and_moments() -> None:
    at = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
    said = tr("{who} has no {n:,} licences on {at:%d.%m.}", who=tr("a licence"), n=1200, at=at)
    again = phrase_of(kept_text(said), str(said))
    assert again == said == "a licence has no 1,200 licences on 28.11."
    assert translated(again, SHOUTING) == "a LICENCE HAS NO 1,200 LICENCEs on 28.11."


def test_a_text_is_kept_as_it_is_where_it_is_no_phrase_or_was_changed_by_an_older_version() -> None:
    assert kept_text("Ben has no licence.") == ""
    assert phrase_of("", "Ben has no licence.") == "Ben has no licence."
    kept = kept_text(tr("{name} has no licence.", name="Ben"))
    assert translated(phrase_of(kept, "Ann has no licence."), SHOUTING) == "Ann has no licence."


def test_phrases_are_found_and_put_back_however_deep_they_lie() -> None:
    said = {"asked": [{"text": tr("{name} has no licence.", name="Ben"), "choices": [("a", tr("licence"))]}]}
    stored_again = json.loads(json.dumps(said))
    again = with_phrases(stored_again, json.loads(json.dumps(phrases_in(said))))
    assert again["asked"][0]["text"] == "Ben has no licence."
    assert translated(again["asked"][0]["text"], SHOUTING) == "Ben HAS NO LICENCE."
    assert translated(again["asked"][0]["choices"][0][1], SHOUTING) == "LICENCE"
