"""`python -m tests.fuzz MINUTES`: the same tests again and again with other examples, until time is up or one fails."""

from __future__ import annotations

import random
import subprocess
import sys
import time


def main(minutes: float) -> int:
    """0 when nothing was found."""
    until, rounds = time.monotonic() + minutes * 60, 0
    while time.monotonic() < until:
        rounds += 1
        seed = random.SystemRandom().getrandbits(32)
        sys.stdout.write(f"round {rounds}, seed {seed}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "pytest", "-q", "tests/fuzz", f"--hypothesis-seed={seed}"]
        if failed := subprocess.run(command, check=False).returncode:
            return failed
    return 0


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
