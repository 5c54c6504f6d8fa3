"""Dependencies point one way."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What a room may import of ours besides itself.
ALLOWED = {
    "services/domain": set(),
    "services/languages": {"services.domain"},
    "services/store": {"services.domain"},
    "services/remote": {"services.domain"},
    "services/intake": {"services.domain", "services.languages"},
    "services/wording": {"services.domain", "services.remote"},
    "services/timing": {"services.domain", "services.remote", "services.store", "services.wording"},
    "services/inventory": {
        "services.domain",
        "services.remote",
        "services.store",
        "services.timing",
        "services.wording",
    },
    "services/planning": {
        "services.domain",
        "services.intake",
        "services.inventory",
        "services.remote",
        "services.timing",
        "services.wording",
    },
    "services/context.py": {
        "services.domain",
        "services.intake",
        "services.inventory",
        "services.planning",
        "services.remote",
        "services.store",
        "services.timing",
    },
    "services/changes": {
        "services.context",
        "services.domain",
        "services.intake",
        "services.inventory",
        "services.planning",
        "services.remote",
        "services.store",
        "services.timing",
        "services.wording",
    },
    "services/execution": {
        "services.changes",
        "services.context",
        "services.domain",
        "services.inventory",
        "services.remote",
        "services.store",
        "services.timing",
        "services.wording",
    },
    "services/sandbox": set(),
    "services/facts": set(),
    "cards": {"services.domain"},
    "bot/turn.py": {"services.domain"},
    "bot/teams": {"bot.turn", "services.domain"},
    "bot/views": {"bot.turn", "cards", "services"},
    "bot/commands": {"bot.turn", "bot.context", "bot.readers", "bot.registry", "bot.views", "cards", "services"},
    "bot/meeting.py": {"bot.turn", "services"},
    "bot/repeats.py": {"bot.turn", "services.domain"},
    "bot/replies.py": {"bot.turn", "services"},
    "bot/readers.py": {"bot.turn", "services"},
    "bot/shared.py": {"bot.turn", "bot.registry", "bot.sealing"},
    "bot/offered.py": {"cards", "bot.turn", "bot.registry", "bot.shared", "services"},
    "bot/language": {
        "cards.actions",
        "cards.changes.job_clicks",
        "cards.lines.clicks",
        "cards.lines.sentence_clicks",
        "cards.numbers.clicks",
        "cards.workspace.clicks",
        "services",
    },
    "bot/understanding.py": {"bot.turn", "bot.context", "bot.language", "bot.views", "services"},
    "bot/titles.py": {"services.domain"},
    "bot/answering.py": {"bot.turn", "bot.language", "bot.titles", "bot.topics", "cards", "services"},
    "bot/topics.py": {"bot.language", "bot.titles", "cards", "services"},
    "bot/choices.py": {"bot.turn", "bot.language", "cards"},
    "bot/admission.py": {"bot.turn", "bot.context", "bot.registry", "services"},
    "bot/refusals.py": {"bot.admission", "bot.turn", "bot.registry", "cards", "services"},
    "bot/dispatch.py": {
        "bot.admission",
        "bot.refusals",
        "bot.answering",
        "bot.choices",
        "bot.language",
        "bot.understanding",
        "bot.turn",
        "bot.context",
        "bot.meeting",
        "bot.readers",
        "bot.offered",
        "bot.registry",
        "bot.repeats",
        "bot.replies",
        "bot.sealing",
        "bot.shared",
        "cards",
        "services",
    },
    "bot/delivery.py": {"bot.turn", "bot.context", "bot.sealing", "cards", "services"},
    "bot/shown.py": {"bot.turn", "bot.context", "bot.offered", "bot.readers", "bot.sealing", "bot.views", "services"},
    "bot/telling.py": {"bot.turn", "bot.delivery", "bot.readers", "bot.shown", "bot.views", "services"},
    "bot/notify.py": {
        "bot.turn",
        "bot.context",
        "bot.delivery",
        "bot.shown",
        "bot.sealing",
        "bot.telling",
        "bot.views",
        "services",
    },
}
OURS = ("bot", "cards", "services")
ROOMS = ("wording", "timing", "inventory", "planning", "changes", "execution")


def files_of(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@cache
def imports_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(found)


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_room_imports_only_what_lies_below(room: str) -> None:
    own = room.removesuffix(".py").replace("/", ".")
    allowed = (own, *ALLOWED[room])
    for path in files_of(room):
        for name in imports_of(path):
            ours = name.split(".")[0] in OURS
            fits = any(name == a or name.startswith(f"{a}.") for a in allowed)
            assert fits or not ours, f"{path.relative_to(ROOT)} imports {name}"


def test_rooms_are_entered_by_their_face() -> None:
    faces = {room: face_of(f"services/{room}") for room in ROOMS}
    for path in [path for room in ("bot", "services", "cards") for path in files_of(room)]:
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "services" and parts[1:2] and parts[1] in ROOMS and f"services/{parts[1]}" not in str(path):
                assert parts[2] in faces[parts[1]], f"{path.relative_to(ROOT)} imports {name}"


def face_of(room: str) -> tuple[str, ...]:
    """The modules of a room that others may use: its `FACE`."""
    tree = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    values = (node.value for node in tree.body if isinstance(node, ast.Assign))
    return next(tuple(ast.literal_eval(value)) for value in values)


def test_rows_stay_inside_the_store() -> None:
    for path in [path for room in OURS for path in files_of(room)]:
        if "services/store" not in path.as_posix():
            assert not {n for n in imports_of(path) if n.startswith("services.store.tables")}, path


def test_services_know_no_chat() -> None:
    for path in files_of("services"):
        assert not {n for n in imports_of(path) if n.split(".")[0] in ("bot", "cards", "botbuilder")}, path


def test_the_sdks_of_teams_live_in_one_room() -> None:
    for room in OURS:
        for path in files_of(room):
            if "bot/teams" not in path.as_posix():
                names = {n.split(".")[0] for n in imports_of(path)}
                assert not names & {"botbuilder", "botframework", "microsoft_agents"}, path


def test_environment_is_read_in_one_place() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for room in ("bot", "cards", "services")
        for path in files_of(room)
        if "os.environ" in path.read_text(encoding="utf-8") or "os.getenv" in path.read_text(encoding="utf-8")
    ]
    assert readers == ["bot/up.py"], "up.py passes the environment on to its children; nobody else touches it"
