"""The catalogue of settings, what is typed into its fields, and what a form makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import JsonValue

from services.domain.number import bare
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective
from services.domain.settings.fields import Entry, Field, FieldKind
from services.domain.settings.forms import LEAVE, Around, held, marks_of, read_form, read_many
from services.domain.settings.paths import patch_of, put_at, value_at
from services.domain.settings.personal import LEFT_ANNOUNCEMENT, to_defaults
from services.domain.settings.requested import by_rule_ids, same
from services.domain.settings.user import USER
from services.domain.settings.values import Wrong, alike, read, read_cell, typed, written
from services.domain.settings.words import is_set, label_of, state_of, takes, value_words

RULES = {"default-sg": "Singapore default", "abroad": "Abroad", "twin": "Twin", "twin-2": "Twin"}
AROUND = Around(RULES)
OWN = [field for section in USER for field in section.fields]
WRITABLE = [field for field in OWN if field.kind is not FieldKind.RESET]
NUMBERS = st.sampled_from(["6567891230", "6567891249", "442071838750", "101", "99999"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
SENTENCES = st.lists(WORDS.filter(bool), max_size=6).map(" ".join)
TEXTS: Mapping[Entry, st.SearchStrategy[str]] = {
    Entry.ANY: SENTENCES,
    Entry.ZONE: st.sampled_from(["Asia/Singapore", "Europe/London", "America/New_York", "UTC"]),
    Entry.EMAIL: st.sampled_from(["", "a@b.co", "alice@contoso.com"]),
    Entry.DIGITS: st.from_regex(r"[0-9]{1,12}", fullmatch=True),
}


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Every kind of value that the field may have."""
    options = st.sampled_from([value for value, _ in field.choices] or [""])
    match field.kind:
        case FieldKind.TOGGLE:
            return st.booleans()
        case FieldKind.CHOICE:
            return options
        case FieldKind.MANY:
            order = [value for value, _ in field.choices]
            return st.sets(options).map(lambda chosen: sorted(chosen, key=order.index))
        case FieldKind.NUMBER:
            return st.integers(field.least, field.most)
        case FieldKind.TEXT:
            return TEXTS[field.entry].filter(lambda text: field.least <= len(text) <= field.most)
        case FieldKind.TIME:
            return st.times().map(lambda time: f"{time:%H:%M}")
        case FieldKind.RULE:
            return st.sampled_from([None, *RULES])
        case FieldKind.ENTRIES:
            entry = options if field.choices else NUMBERS if field.entry is Entry.PHONE else st.just("101")
            return st.lists(entry, unique=True, max_size=min(field.most, 4))
        case _:
            record = st.fixed_dictionaries({part.path: values_of(part) for part in field.parts})
            return st.lists(record, max_size=3)


FIELD_AND_VALUE = st.sampled_from(WRITABLE).flatmap(lambda field: st.tuples(st.just(field), values_of(field)))


@given(FIELD_AND_VALUE)
def test_what_is_typed_is_read_back(pair: tuple[Field, Any]) -> None:
    field, value = pair
    assert read(field, typed(field, value), RULES) == value


@given(FIELD_AND_VALUE)
def test_what_is_written_in_words_is_read_back(pair: tuple[Field, Any]) -> None:
    field, value = pair
    assert read(field, written(field, value, RULES), RULES) == value


@given(FIELD_AND_VALUE)
def test_a_cell_that_is_not_empty_is_read_back(pair: tuple[Field, Any]) -> None:
    field, value = pair
    text = written(field, value, RULES, between=", ")
    if text.strip() and not (field.kind is FieldKind.TEXT and text in ("-", "–")):
        assert read_cell(field, text, "SG", RULES) == value


@given(st.sampled_from(WRITABLE), st.text(max_size=40))
@example(next(field for field in WRITABLE if field.kind is FieldKind.RECORDS), "a\rb")
def test_any_text_is_a_value_within_limits_or_told_in_words(field: Field, text: str) -> None:
    value = read(field, text, RULES)
    if isinstance(value, Wrong):
        assert value.why
    else:
        assert read(field, typed(field, value), RULES) == value


SETTINGS = st.lists(FIELD_AND_VALUE, max_size=6).map(lambda pairs: {field.path: value for field, value in pairs})


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a line's settings are kept."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        section, name = path.split(".")
        found.setdefault(section, {})[name] = value
    return found


@given(SETTINGS)
def test_a_form_that_nobody_touched_changes_nothing(values: dict[str, Any]) -> None:
    settings = nested(values)
    for section in USER:
        shown = marks_of(section, settings, AROUND)
        inputs = {f.name: held(f, effective(settings, f.path)) for f in section.fields if f.kind is not FieldKind.RESET}
        typed_in = read_form(section, inputs, settings, shown, AROUND)
        assert (dict(typed_in.values), typed_in.errors) == ({}, ())


@given(SETTINGS, FIELD_AND_VALUE)
def test_a_form_gives_the_one_field_that_was_changed(values: dict[str, Any], asked: tuple[Field, Any]) -> None:
    settings, (field, value) = nested(values), asked
    if field.kind is FieldKind.RECORDS:
        return  # a list is changed by ticks, and not by its text
    section = SECTION_OF[field.path]
    inputs = {f.name: held(f, effective(settings, f.path)) for f in section.fields if f.kind is not FieldKind.RESET}
    asked = {**inputs, field.name: held(field, value)}
    typed_in = read_form(section, asked, settings, marks_of(section, settings, AROUND), AROUND)
    now = effective(settings, field.path)
    seen = {path: v for path, v in typed_in.values.items() if not alike(field, v, now)}
    expected = {} if alike(field, value, now) else {field.path: value}
    assert seen == expected


def test_what_another_changed_meanwhile_is_told_and_kept_apart() -> None:
    section = SECTION_OF["devices.callWaiting"]
    shown = marks_of(section, {}, AROUND)
    moved = {"devices": {"ringAllSeconds": 45, "callWaiting": False}}
    inputs = {"ringAllSeconds": "50", "callWaiting": "true", "sequentialSeconds": "20"}
    typed_in = read_form(section, inputs, moved, shown, AROUND)
    assert typed_in.errors == ("Somebody changed “Seconds, all at once” meanwhile: it is 45 now.",)
    assert dict(typed_in.kept) == {"ringAllSeconds": "50"}
    same = read_form(section, {"ringAllSeconds": "45"}, moved, shown, AROUND)
    assert (dict(same.values), same.errors) == ({}, ())


def test_a_form_for_many_leaves_what_is_not_chosen() -> None:
    section = SECTION_OF["devices.callWaiting"]
    untouched = {f.name: LEAVE if f.kind in (FieldKind.TOGGLE, FieldKind.CHOICE) else "" for f in section.fields}
    assert dict(read_many(section, untouched, AROUND).values) == {}
    asked = {**untouched, "callWaiting": "off", "active": "none", "sipGeneration": "true", "order": "SIM, Mobile app"}
    assert dict(read_many(section, asked, AROUND).values) == {
        "devices.active": [],
        "devices.callWaiting": False,
        "devices.order": ["sim", "mobile"],
        "devices.sipGeneration": True,
    }
    assert dict(read_many(section, {**untouched, "sipGeneration": "false"}, AROUND).values) == {}


WRONG = [
    ("callForwarding.numbers", "101\n102\n103\n104\n105\n106", "6 are too many; 5 are allowed."),
    ("callForwarding.numbers", "67891230", "the country code is missing"),
    ("callForwarding.ringAllSeconds", "4", "a whole number from 5 to 60"),
    ("callForwarding.ringAllSeconds", "61", "a whole number from 5 to 60"),
    ("devices.sequentialSeconds", "14", "a whole number from 15 to 90"),
    ("devices.sequentialSeconds", "٢٠", "a whole number from 15 to 90"),
    ("inboundCall.text", "x" * 2001, "2,001 characters; 2,000 are allowed"),
    ("callRecording.announcement", "x" * 451, "451 characters; 450 are allowed"),
    ("callRecording.pitch", "10", "a whole number from 0 to 9"),
    ("status.value", "asleep", "isn't one of Available, Busy, Away, Offline"),
    ("workingHours.start", "25:00", "no time such as 09:00"),
    ("workingHours.days", "Monday, Someday", "“Someday” isn't one of"),
    ("overview.timeZone", "Asia/Atlantis", "no time zone"),
    ("overview.timeZone", "", "it is empty"),
    ("overview.email", "alice", "no e-mail address"),
    ("overview.email", "a\x07@b.co", "signs that nobody sees"),
    ("inboundFilter.rules", "Starts with; ; Block", "Digits: it is empty."),
    ("workingHours.always", "", "it is empty."),
    ("inboundFilter.rules", "Starts with; 65a; Block", "Digits: “65a” isn't digits only."),
    ("inboundFilter.rules", "Sounds like; 65; Block", "isn't one of Starts with, Is"),
    ("inboundFilter.rules", "Is; 65; Block; now", "it takes 3 parts"),
    ("delegate.extensions", "Bob", "no extension of 3 to 5 digits"),
    ("devices.order", "Mobile app, Toaster", "“Toaster” isn't one of"),
    ("devices.sipGeneration", "7", "it can only be reset"),
    ("outboundCall.outgoingCallRule", "Mars", "There are: Singapore default, Abroad, Twin, Twin."),
]


@pytest.mark.parametrize(("path", "text", "why"), WRONG)
def test_what_is_out_of_limits_is_said(path: str, text: str, why: str) -> None:
    found = read(FIELDS[path], text, RULES)
    assert isinstance(found, Wrong)
    assert why in found.why


RIGHT = [
    ("overview.timeZone", "singapore", "Asia/Singapore"),
    ("overview.timeZone", "new york", "America/New_York"),
    ("workingHours.start", "8.30", "08:30"),
    ("workingHours.start", "09:00:00", "09:00"),
    ("workingHours.days", "sun; MON", ["mon", "sun"]),
    ("callForwarding.numbers", "+65 6789 1230, 101", ["6567891230", "101"]),
    ("callForwarding.ringAllSeconds", "45.0", 45),
    ("devices.callWaiting", "TRUE", True),
    ("outboundCall.outgoingCallRule", "singapore DEFAULT", "default-sg"),
    ("outboundCall.outgoingCallRule", "None", None),
    (
        "inboundFilter.rules",
        "starts with | +65 9 | forward",
        [{"type": "startWith", "number": "659", "action": "forward"}],
    ),
    ("callRecording.announcement", ' Say "no"; please ', 'Say "no"; please'),
]


@pytest.mark.parametrize(("path", "text", "value"), RIGHT)
def test_what_people_write_is_understood(path: str, text: str, value: Any) -> None:
    assert read(FIELDS[path], text, RULES) == value


def test_the_catalogue_is_sound() -> None:
    assert len({label_of(field.path).casefold() for field in WRITABLE}) == len(WRITABLE)
    for section in USER:
        assert section.help
        assert len({field.name for field in section.fields}) == len(section.fields)
        for field in section.fields:
            assert field.path == f"{section.name}.{field.name}"
            assert "_" not in field.name  # parts of a list's form are named field_part
            assert takes(field)
            assert len({value for value, _ in field.choices}) == len(field.choices)
            assert not any(sign in words for _, words in field.choices for sign in ",;\n|")
            assert all(needed in FIELDS and field.path != needed for _, needed in field.needs)
            if field.kind is not FieldKind.RESET and field.entry is not Entry.DIGITS:
                assert read(field, typed(field, field.default), RULES) == field.default


def test_the_guides_tabs_are_there_and_marked() -> None:
    compulsory = {section.title for section in USER if section.compulsory}
    assert compulsory == {"Status", "Devices", "Inbound Call", "Inbound Missed Calls", "Outbound Call", "Working Hours"}
    optional = {section.title for section in USER} - compulsory
    assert optional == {
        "Overview",
        "Call Forwarding",
        "Call Recording",
        "Delegate",
        "Inbound Call Filter",
        "Music On Hold",
    }


def test_only_what_differs_is_wished() -> None:
    there = {
        "devices": {"active": ["sim", "mobile"], "callWaiting": False},
        "callForwarding": {"numbers": ["+6567891230"]},
    }
    requested = {
        "devices.active": ["mobile", "sim"],
        "devices.callWaiting": False,
        "devices.ringAllSeconds": 30,
        "callForwarding.numbers": [bare("+6567891230")],
        "status.value": "busy",
        "no.such": 1,
    }
    differing = {path for path, value in requested.items() if not same(path, value, effective(there, path))}
    assert differing == {"status.value", "no.such"}


def test_rules_are_named_in_files_and_kept_by_id() -> None:
    path = "outboundCall.outgoingCallRule"
    assert by_rule_ids({path: "singapore default", "status.value": "busy"}, RULES) == {
        path: "default-sg",
        "status.value": "busy",
    }
    assert by_rule_ids({path: "Mars"}, RULES) == {path: "Mars"}
    assert by_rule_ids({path: None}, RULES) == {path: None}
    assert written(FIELDS[path], "twin-2", RULES) == "twin-2"


def test_states_are_told_in_a_line() -> None:
    section = SECTION_OF["callForwarding.numbers"]
    assert state_of(section, {}, RULES) == "Default: Forwarding: off"
    settings = {"callForwarding": {"enabled": True, "numbers": ["6567891230", "101"]}}
    told = "Forwarding: on; Numbers or extensions: +65 6789 1230, 101"
    assert state_of(section, settings, RULES) == told
    assert (is_set(section, settings), is_set(section, {})) == (True, False)
    assert value_words("inboundFilter.rules", [{"type": "startWith", "number": "659", "action": "block"}]) == (
        "Starts with 659 Block"
    )


PATHS = st.sampled_from(["status.value", "status.text", "delegate.enabled", "publicHolidays"])
VALUES = st.dictionaries(PATHS, st.sampled_from([None, "busy", True, ["101"]]))


@given(VALUES, VALUES)
def test_what_is_put_in_a_document_stands_at_its_path_and_the_rest_stays(
    there: dict[str, Any], new: dict[str, Any]
) -> None:
    before = patch_of(there)
    after = put_at(before, new)
    assert {path: value_at(after, path) for path in {**there, **new}} == {**there, **new}
    assert before == patch_of(there)
    for section in before.keys() - {path.partition(".")[0] for path in new}:
        assert after[section] is before[section]


def test_the_text_that_callers_of_somebody_who_left_hear_is_not_for_the_next_holder() -> None:
    left: dict[str, JsonValue] = {"missedCalls": {"action": "announcement", "text": LEFT_ANNOUNCEMENT}}
    assert to_defaults(left, held=False)["missedCalls.action"] == "voicemail"
    prepared: dict[str, JsonValue] = {"missedCalls": {"action": "announcement", "text": "Closed today."}}
    assert "missedCalls.action" not in to_defaults(prepared, held=False)
