"""What whoever runs the program decides, as far as work on changes and its cards need it: one entry a setting."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def setting(default: Any, meaning: str, when_empty: str = "", **limits: Any) -> Any:
    """A setting with its row of the README's table: what it means, and what holds while it is empty.

    `limits` are those of pydantic's `Field`. A default of `...` makes it required.
    """
    return Field(default, description=meaning, json_schema_extra={"when_empty": when_empty}, **limits)


class ServiceSettings(BaseModel):
    """The settings that services get; handlers and views read them in `services.settings`. They hold no secret."""

    model_config = ConfigDict(frozen=True)

    plan_days: float = setting(7.0, "how long a plan waits for approval")
    docs_url: str = setting("", "the address at which people can read what each error's code means", "no link")
