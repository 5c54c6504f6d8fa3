"""Updates the catalogues of all languages from the sentences in the code.

`python tools/messages.py` rewrites `services/languages/catalogues/*.po`: new sentences are added without a translation,
obsolete ones are removed. Sentences are the arguments of `tr`, the nouns that `things` counts, the separators of
`join_text`, and the help, group and name (what people type) of every command. Those of the
pages that the bot serves are in their templates.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.web.pages import templates
from services.domain.access import Right, Role
from services.domain.addons import AddonKind
from services.domain.line import Category, Source, UploadState
from services.domain.plan import Severity
from services.domain.policy import AuthorGone, ChangeKind
from services.domain.reach import ReachKind
from services.domain.states import JobState, LineOutcome
from services.intake.headers import ColumnRole
from services.intake.sniff import FileKind
from services.inventory.requirements import RequirementKind
from services.languages.catalogues import FOLDER, TYPED, catalogue
from services.languages.language import Language

ROOT = Path(__file__).parent.parent
_SHOWN: tuple[type[StrEnum], ...] = (
    AddonKind,
    AuthorGone,
    Category,
    ChangeKind,
    ColumnRole,
    FileKind,
    JobState,
    LineOutcome,
    ReachKind,
    RequirementKind,
    Right,
    Role,
    Source,
    Severity,
    UploadState,
)  # what they hold is shown as a word
_MANIFEST = "manifest/manifest.json"
_PAGES = "bot/web/templates"
_ROOMS = ("cards", "bot", "services")
_LETTER = re.compile(r"[^\W\d_]")
_POINTS = re.compile(r"[.:;?!()“”]|, ")  # Chinese has points of its own, Thai none
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
Key = tuple[str, str]  # context (empty for sentences) and text


def sentences() -> dict[Key, list[str]]:
    """Every text to translate, with the files that it is in."""
    found: defaultdict[Key, dict[str, None]] = defaultdict(dict)
    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "sandbox" in path.parts:
                continue
            for key in _of_code(path.read_text(encoding="utf-8")):
                found[key][path.relative_to(ROOT).as_posix()] = None
    for path in sorted((ROOT / _PAGES).glob("*.mako")):
        for key in _of_code(templates().get_template(path.name).code):
            found[key][path.relative_to(ROOT).as_posix()] = None
    for member in (member for shown in _SHOWN for member in shown if member):
        found["", member.value][member.__module__.replace(".", "/") + ".py"] = None
    manifest = json.loads((ROOT / _MANIFEST).read_text(encoding="utf-8"))
    for text in manifest["description"].values():
        found["", text][_MANIFEST] = None
    return {key: list(files) for key, files in found.items()}


def _of_code(code: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(call: ast.Call) -> Iterator[Key]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    if name == "tr" and texts and isinstance(texts[0], str) and _has_words(texts[0]):
        yield "", texts[0]
    if name == "join_text" and texts and isinstance(texts[0], str) and _has_words(texts[0]):
        yield "", texts[0]
    if name == "things":
        yield from (("", f"{{n}} {noun}") for noun in _nouns(texts[1:]))
    if name == "where" and (nouns := _nouns(texts[4:])):
        yield from (("", text) for text in (*(f"{{n}} {noun}" for noun in nouns), f"No {nouns[1]} here."))
    if name == "command":
        yield from _of_command(call, texts)


def _nouns(texts: list[object]) -> tuple[str, ...]:
    """The singular and plural that a call counts; none where they aren't literals."""
    one, many = (*texts, "", "")[:2]
    return (one, many or f"{one}s") if one and isinstance(one, str) and isinstance(many, str) else ()


def _of_command(call: ast.Call, texts: list[object]) -> Iterator[Key]:
    if texts and isinstance(texts[0], str):
        yield TYPED, texts[0]
    for keyword in call.keywords:
        if keyword.arg in ("help", "group") and isinstance(keyword.value, ast.Constant):
            yield "", str(keyword.value.value)


def _has_words(template: str) -> bool:
    """Whether there is something to translate: words, points, or the parts of a date, whose order differs."""
    bare = _PLACEHOLDER.sub("", template)
    return "%" in template or bool(_LETTER.search(bare) or _POINTS.search(bare))


def renewed(language: Language) -> Catalog:
    """The language's catalogue, with exactly the sentences of the present code."""
    before = {(m.context or "", str(m.id)): str(m.string) for m in catalogue(language) if m.id}
    made = Catalog(locale=str(language), project="Switchboard", fuzzy=False, creation_date=None)
    for (context, text), files in sorted(sentences().items()):
        said = before.get((context, text), "")
        made.add(text, said, locations=[(file, 0) for file in files], context=context or None)
    return made


def write(made: Catalog, path: Path) -> None:
    """Write the catalogue's file, sorted and without dates, so that it only changes with its words."""
    with path.open("wb") as file:
        write_po(file, made, omit_header=True, include_lineno=False, width=0)


def main() -> None:
    """Rewrite every catalogue."""
    for language in Language:
        if language is not Language.ENGLISH:
            write(renewed(language), FOLDER / f"{language}.po")


if __name__ == "__main__":
    main()
