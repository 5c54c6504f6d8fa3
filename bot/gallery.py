"""`switchboard gallery`: every sample card as people meet it, at each width and in both themes, on pages to look at."""

from __future__ import annotations

from pathlib import Path

from services.domain.errors import SettingWrong
from services.sandbox.gallery import THEMES, WIDTHS, gallery


def write_gallery(folder: Path) -> list[Path]:
    """The pages, written into `folder`; SettingWrong where the samples or the renderer aren't there."""
    try:
        from tests.cards.every import of_kind
    except ImportError:
        why = "The sample cards are part of the source tree."
        raise SettingWrong("There are no sample cards here.", why, "Run this in a clone of the repository.") from None
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    try:
        for width in WIDTHS:
            for theme in THEMES:
                pages.append(folder / f"cards-{width}-{theme}.html")
                pages[-1].write_text(gallery(of_kind("usual"), width, theme))
    except FileNotFoundError as error:
        why = f"{error.filename} isn't there."
        raise SettingWrong("There is no renderer here.", why, "Run npm ci in services/sandbox/page.") from None
    return pages
