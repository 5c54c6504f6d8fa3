"""The way to a plan for uploads: the form is answered as it stands where it is asked."""

from __future__ import annotations

from tests.support.chat import Person, Shown


async def planned(who: Person, title: str, message: Shown | None = None, /, **inputs: str) -> Shown:
    """The plan that comes of a click."""
    before = {m.id for m in await who.messages()}
    await who.click(title, message, **inputs)
    return await answered(who, before)


async def answered(who: Person, before: set[str]) -> Shown:
    """The plan that comes after these messages; the form before it is sent as it stands."""
    shown = await who.until(lambda m: m.id not in before and _asks_or_plans(m), "a form or a plan")
    if "See the plan" in shown.actions:
        await who.click("See the plan", shown)
        shown = await who.becomes(shown, "Your plan")
    return shown


def _asks_or_plans(message: Shown) -> bool:
    return "See the plan" in message.actions or "Your plan" in message.words
