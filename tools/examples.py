"""Writes the examples by which sentences are judged, from the sentences that the tests hold.

`python tools/examples.py` rewrites `bot/language/examples.txt`. `held-out.txt` is left out, so that something remains
to measure by.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.courtesy import unwrapped
from bot.language.find import find_items
from bot.language.idioms import in_plainer_words
from bot.language.likeness import EXAMPLES, NOTHING, written
from tests.bot.language.place import ATTACK, CORPUS, HELD_OUT, MORE, cases, world


def examples(left_out: str = HELD_OUT) -> Iterator[str]:
    """The lines of the file, each once; what is said after something else is no example."""
    seen = set()
    for name in (*CORPUS, *MORE):
        for utterance, label, _ in cases(name) if name != left_out else ():
            kind, _, intent = label.rpartition(":")
            if kind == "nobody" or ">>" in utterance:
                continue
            if name == ATTACK and kind:
                intent = NOTHING
            items = find_items(unwrapped(in_plainer_words(utterance)).text, world(name))
            line = written(intent, items)
            if items and line not in seen:
                seen.add(line)
                yield line


def main() -> None:
    """Rewrite the file."""
    EXAMPLES.write_text("".join(f"{line}\n" for line in sorted(examples())), encoding="utf-8")


if __name__ == "__main__":
    main()
