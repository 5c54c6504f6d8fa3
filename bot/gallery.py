"""`switchboard gallery`: pages that show every sample card as people see it, at each width and in both themes."""

from __future__ import annotations

from pathlib import Path

from services.domain.errors import SettingWrong
from services.domain.phrases import ENGLISH, Reader, reading
from services.sandbox.gallery import THEMES, WIDTHS, gallery


def write_gallery(folder: Path, reader: Reader = ENGLISH, tag: str = "en") -> list[Path]:
    """Write the pages into `folder`, as this reader sees them; raises SettingWrong without the samples or the renderer.

    `tag` is the reader's language, which is also part of the pages' names unless it is English.
    """
    try:
        from tests.cards.every import drawn
    except ImportError:
        why = "The sample cards are part of the source tree."
        raise SettingWrong("There are no sample cards here.", why, "Run this in a clone of the repository.") from None
    folder.mkdir(parents=True, exist_ok=True)
    named, pages = "" if tag == "en" else f"{tag}-", []
    with reading(reader):
        cards = drawn("usual")
    try:
        for width in WIDTHS:
            for theme in THEMES:
                pages.append(folder / f"cards-{named}{width}-{theme}.html")
                pages[-1].write_text(gallery(cards, width, theme, tag))
    except FileNotFoundError as error:
        why = f"{error.filename} isn't there."
        raise SettingWrong("There is no renderer here.", why, "Run npm ci in services/sandbox/page.") from None
    return pages
