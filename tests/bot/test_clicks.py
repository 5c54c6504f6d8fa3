"""What clicks bring is read once: each verb has a record, each button of each card fits it, no handler sees the raw."""

from __future__ import annotations

import ast
import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context
from bot.registry import ACTIONS, load_commands
from cards.actions import ActionData, ActionInputs, NoData, data_of, read_data, read_inputs
from cards.lines.clicks import AssignInputs
from cards.numbers.clicks import UploadInputs
from services.domain.errors import BadInput, Stale
from tests.cards.every import KINDS, of_kind
from tests.cards.walk import nodes, of_type
from tests.support.chat import inputs_of

load_commands()
COMMANDS = Path(__file__).parents[2] / "bot/commands"
# What cards in people's chats carry that were made before the records: with fields nobody reads any more.
BEFORE: list[tuple[str, dict[str, Any]]] = [
    ("disconnect.confirm", {"tenant": "t-1"}),
    ("holidays.remove", {"list": "0011", "page": 2}),
    ("line.set_addons", {"line": "101", "seen": 3, "had": ["call_recording"]}),
    ("numbers.show", {"filter": "all", "query": "", "ticked": ["+6567891230"], "page": 2}),
    ("numbers.upload", {"all": True, "filter": "not_uploaded", "query": ""}),
    ("outbound.save", {"list": "0011"}),
    ("outbound.save", {"list": "0011", "which": 0}),
    ("ready.mend", {"link": "rule", "key": "", "seen": 0}),
    ("settings.many", {"section": "devices", "query": "", "ticked": ["101"], "back": True}),
    ("settings.save", {"line": "101", "section": "devices", "version": 2, "seen": {"email": "ab12"}}),
    ("settings.turn", {"line": "101", "section": "devices", "version": 2, "path": "status.value", "to": False}),
]


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_every_action_declares_a_frozen_record(verb: str) -> None:
    found = ACTIONS[verb]
    assert found.data.verb == verb
    for kind in filter(None, (found.data, found.inputs)):
        assert is_dataclass(kind)
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert issubclass(found.data, ActionData | NoData)
    assert found.inputs is None or issubclass(found.inputs, ActionInputs)


def clicks(kind: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every button of the sample cards of a kind: the card's name, the card, the button."""
    made = of_kind(kind).items()
    return [(name, card, b) for name, card in made for b in of_type(card, "Action.Execute") if b["verb"] != "say"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_button_fits_its_record(kind: str) -> None:
    for name, card, click in clicks(kind):
        action = ACTIONS[click["verb"]]
        data = click["data"]["d"]
        assert data_of(read_data(action.data, data)) == data, (name, click["title"])
        if action.inputs is not None and click.get("associatedInputs") != "none":
            read_inputs(action.inputs, inputs_of(card))


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_that_leave_the_inputs_out_read_none(kind: str) -> None:
    unread = {
        (name, click["verb"], node["id"])
        for name, card, click in clicks(kind)
        if click.get("associatedInputs") != "none" and ACTIONS[click["verb"]].inputs is None
        for node in nodes(card)
        if str(node.get("type", "")).startswith("Input.") and node.get("isRequired")
    }
    assert not unread, "a required field holds up a button that doesn't read it"


@pytest.mark.parametrize(("verb", "data"), BEFORE)
def test_cards_from_before_go_on_working(verb: str, data: dict[str, Any]) -> None:
    read_data(ACTIONS[verb].data, data)


@given(st.data())
def test_what_a_button_carries_comes_back_as_it_was(data: st.DataObject) -> None:
    kind = ACTIONS[data.draw(st.sampled_from(sorted(ACTIONS)))].data
    marks = {"seen": st.dictionaries(st.text(), st.text())} if "marks" in (kind.__doc__ or "") else {}
    carried = data.draw(st.builds(kind, **marks))
    assert read_data(kind, data_of(carried)) == carried


async def test_inputs_never_pose_as_what_was_sealed() -> None:
    nobody = cast(Context, None)
    with pytest.raises(Stale, match="plan"):
        await ACTIONS["plan.apply"].handler(nobody, {}, {"plan": "p-1", "hash": "f00d"})
    with pytest.raises(Stale, match="line"):
        await ACTIONS["line.rename"].handler(nobody, {}, {"line": "101", "key": "102", "label": "x"})


def test_inputs_are_read_by_kind() -> None:
    found = read_inputs(AssignInputs, {"devices": "a,b", "count_x": "3", "key": " 101 ", "nobody": "knows"})
    assert (found.devices, found.features, found.counts, found.key) == (("a", "b"), (), {"x": "3"}, "101")
    assert read_inputs(UploadInputs, {"open": "true"}).open_address
    with pytest.raises(BadInput, match="open"):
        read_inputs(UploadInputs, {"open": "perhaps"})


@pytest.mark.parametrize("path", sorted(COMMANDS.rglob("*.py")), ids=lambda path: path.stem)
def test_no_handler_takes_raw_mappings(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            continue
        given = {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in node.args.args}
        assert not {"data", "_data", "_inputs"} & set(given), f"{node.name} takes {given}"
        assert not any(kind.startswith("Mapping[str, Any]") for kind in given.values()), f"{node.name} takes {given}"
        if any(ast.unparse(one).startswith("action(") for one in node.decorator_list):
            assert not any("Mapping" in kind or "dict" in kind for kind in given.values()), f"{node.name} takes {given}"
            assert "inputs" not in given or given["inputs"].endswith("Inputs")


@pytest.mark.parametrize("path", sorted(COMMANDS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_handler_is_called_as_its_record_is(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for one in node.decorator_list if isinstance(node, ast.AsyncFunctionDef) else ():
            if isinstance(one, ast.Call) and ast.unparse(one.func) == "action":
                record = re.sub(r"(?<!^)(?=[A-Z])", "_", ast.unparse(one.args[0])).lower()
                assert node.name == record.removesuffix("_action")
