"""Commands typed in another language than English, as the English words of the same command."""

from __future__ import annotations

from services.languages.catalogues import typed_words
from services.languages.language import Language


def english_words(text: str, language: Language) -> str:
    """The text with the command at its beginning in English; text that begins with no command stays as it is.

    The longest command wins. Chinese and Thai put no space between words, so a command needs none after it.
    """
    typed = " ".join(text.split()).lstrip("/")
    folded = typed.casefold()
    known = typed_words(language)
    for theirs in sorted(known, key=len, reverse=True):
        rest = typed[len(theirs) :]
        if folded.startswith(theirs) and not (theirs[-1].isascii() and rest[:1].isalpha()):
            return f"{known[theirs]} {rest.strip()}".strip()
    return text
