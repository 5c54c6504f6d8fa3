"""Importing this turns the garbage collector off until `collected` is called: what is read meanwhile lives to the end.

Walking modules and items again and again would take a sixth of the time in which tests are collected, in each process.
"""

from __future__ import annotations

import gc

gc.disable()


def collected() -> None:
    """Turn the collector on again, and keep it from walking what is there by now."""
    gc.collect()
    gc.freeze()
    gc.enable()
