"""The rooms and layers of the design page against the folders there are and against `tests/test_layers.py`."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.pages import ROOT, block, quoted, table, text_of
from tests.test_layers import ALLOWED

ROWS = {quoted(row[0])[0]: row[1].partition(":")[0] for row in table("docs/design.md", "Layers")}


def named(room: str, cell: str) -> set[str]:
    """The rooms that a cell of the table allows; a name without prefix is in the same top folder."""
    names = {name.strip() for name in cell.split(",")} - {"nothing"}
    return {name if name.startswith(("cards", "services")) else f"{room.partition('/')[0]}.{name}" for name in names}


def test_the_table_says_what_the_layer_test_enforces() -> None:
    assert {room: named(room, cell) for room, cell in ROWS.items()} == ALLOWED


def test_services_import_only_from_rooms_above_them() -> None:
    above: set[str] = set()
    for room, cell in ROWS.items():
        assert named(room, cell) <= above or not room.startswith("services"), room
        above.add(room.removesuffix(".py").replace("/", "."))


def rooms() -> Iterator[str]:
    """Every path of the picture of rooms: an entry's folder is the nearest entry above it that is indented less."""
    folders: list[tuple[int, str]] = []
    for line in block("docs/design.md", "Rooms"):
        name, indent = line.split()[0], len(line) - len(line.lstrip())
        folders = [(depth, folder) for depth, folder in folders if depth < indent]
        path = "".join(folder for _, folder in folders) + name
        yield path
        if name.endswith("/"):
            folders.append((indent, name))


def test_every_room_in_the_picture_exists() -> None:
    found = list(rooms())
    assert len(found) > 40
    assert not [path for path in found if not (ROOT / path).exists()]


def test_every_room_there_is_stands_in_the_picture() -> None:
    shown = set(rooms())
    for top in ("bot", "services"):
        for path in (ROOT / top).iterdir():
            if path.is_dir() and any(path.glob("*.py")):
                assert f"{top}/{path.name}/" in shown


def test_every_module_of_the_bot_is_named_on_a_page() -> None:
    pages = "".join(text_of(f"docs/{name}.md") for name in ("design", "processes", "contributing"))
    bare = [path.name for path in (ROOT / "bot").glob("*.py") if path.name not in pages]
    assert not set(bare) - {"__init__.py"}
