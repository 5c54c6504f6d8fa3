"""Gets plans for uploads: where the form is shown, it is sent as it is."""

from __future__ import annotations

from tests.support.chat import Person, Shown


async def planned(who: Person, title: str, message: Shown | None = None, /, **inputs: str) -> Shown:
    """The plan after a click."""
    before = {m.id for m in await who.messages()}
    await who.click(title, message, **inputs)
    return await answered(who, before)


async def answered(who: Person, before: set[str]) -> Shown:
    """The plan after these messages; a form before it is sent as it is."""
    shown = await who.until(lambda m: m.id not in before and _asks_or_plans(m), "a form or a plan")
    if "See the plan" in shown.actions:
        await who.click("See the plan", shown)
        shown = await who.becomes(shown, "Your plan")
    return shown


def _asks_or_plans(message: Shown) -> bool:
    return "See the plan" in message.actions or "Your plan" in message.words
