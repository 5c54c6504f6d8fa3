"""Learns `bot/language/weights.json`, by which sentences are judged, from the sentences that the tests hold.

`make weights` installs scikit-learn and runs it. `held-out.txt` and `firm-sealed.txt` are left out, so that something
remains to measure by.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.language.courtesy import unwrapped
from bot.language.find import find_items
from bot.language.idioms import in_plainer_words
from bot.language.likeness import NOTHING, WEIGHTS, marks_in, seen_in
from tests.bot.language.place import ATTACK, CORPUS, HELD_OUT, MORE, cases, world

_MIN_TIMES = 2  # a mark is in that many sentences
_STRENGTH = 1.0  # the inverse of how strongly weights are held down

Example = tuple[str, str]  # the intent, and the words as the model sees them


def examples() -> Iterator[Example]:
    """What is learned from, each once; what is said after something else is no example."""
    seen = set()
    for name in (*CORPUS, *MORE):
        for utterance, label, _ in cases(name) if name != HELD_OUT else ():
            kind, _, intent = label.rpartition(":")
            if kind == "nobody" or ">>" in utterance:
                continue
            words = seen_in(find_items(unwrapped(in_plainer_words(utterance)).text, world(name)))
            found = (NOTHING if name == ATTACK and kind else intent, words)
            if words and found not in seen:
                seen.add(found)
                yield found


def digest(of: Sequence[Example]) -> str:
    """By which weights say which examples they are of."""
    return hashlib.sha256("\n".join(map(" | ".join, sorted(of))).encode()).hexdigest()


def learned(of: Sequence[Example]) -> dict[str, object]:
    """What the file holds: by intent how much its being common tells; by mark the intents' positions and tenths."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    marked = [marks_in(words) for _, words in of]
    times = Counter(mark for marks in marked for mark in marks)
    vectors = DictVectorizer()
    features = vectors.fit_transform([{mark: 1 for mark in marks if times[mark] >= _MIN_TIMES} for marks in marked])
    features.indices, features.indptr = features.indices.astype("int32"), features.indptr.astype("int32")
    fitted = LogisticRegression(C=_STRENGTH, max_iter=400).fit(features, [intent for intent, _ in of])
    tenths = (fitted.coef_ * 10).round().astype(int).T.tolist()
    return {
        "examples": digest(of),
        "common": dict(zip(fitted.classes_.tolist(), fitted.intercept_.round(2).tolist(), strict=True)),
        "marks": {
            mark: [one for no, tenth in enumerate(row) if tenth for one in (no, tenth)]
            for mark, row in zip(vectors.feature_names_, tenths, strict=True)
        },
    }


def main() -> None:
    """Rewrite the file, with a mark a line."""
    found = learned(sorted(examples()))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(text.replace("],", "],\n").replace('"marks":{', '"marks":{\n') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
