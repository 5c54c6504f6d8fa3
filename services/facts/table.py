"""All facts, the least certain first; `make docs` writes docs/facts.md."""

from __future__ import annotations

from services.facts import cpaas, gateway, graph, login, numbers, people, teams, voice
from services.facts.fact import Evidence, Fact
from services.facts.own import OWN

_ORDER = list(Evidence)
FACTS: tuple[Fact, ...] = tuple(
    sorted(
        (fact for room in (people, numbers, voice, graph, gateway, cpaas, teams, login) for fact in room.FACTS),
        key=lambda fact: _ORDER.index(fact.evidence),
    )
)
_WORDS = {
    Evidence.INFERRED: "Inferred: what to try in a pilot. The program is written for both outcomes.",
    Evidence.CAPTURED: "Captured: seen from the live services in public logs and reports.",
    Evidence.DOCUMENTED: "Documented: the vendor's own page, metadata, example or SDK.",
}


def rendered() -> str:
    """The table as Markdown."""
    parts = [
        "# Facts about the remote systems",
        "Every rule of a remote system that Switchboard or its sandbox relies on. Made from `services/facts` by "
        "`make docs`; tests hold it. `switchboard check --pilot` tries what is "
        "inferred against real systems, by reading only.",
    ]
    for evidence in Evidence:
        rows = [_row(fact) for fact in FACTS if fact.evidence is evidence]
        head = "| Fact | Rule | If it isn't so | Source, read | Held by |\n|---|---|---|---|---|"
        parts += [f"## {_WORDS[evidence]}", "\n".join([head, *rows])]
    own = [f"| `{pattern}` | {reason} |" for pattern, reason in OWN.items()]
    parts += [
        "## The sandbox's own: no remote system stands behind it.",
        "\n".join(["| Part | What it is |\n|---|---|", *own]),
    ]
    return "\n\n".join(parts) + "\n"


def _row(fact: Fact) -> str:
    tests = " and ".join(f"`{test}`" for test in (fact.test, fact.other) if test)
    otherwise = f"{fact.otherwise} Makes no difference: {fact.alike}." if fact.alike else fact.otherwise
    cells = (f"`{fact.key}`", fact.rule, otherwise, f"{fact.source}, {fact.read}", tests)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
