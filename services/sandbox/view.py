"""A world together with the time in it, as one call sees them."""

from __future__ import annotations

from dataclasses import dataclass

from services.sandbox.clock import Clock
from services.sandbox.world import World


@dataclass(frozen=True, slots=True)
class View:
    """A world and the time in it."""

    world: World
    clock: Clock
