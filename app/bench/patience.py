"""How long measures and tests wait for what is certain to come."""

from typing import Final

PATIENCE_SECONDS: Final = 300
"""Far longer than anything takes, even on a busy machine: what hasn't come by then never will."""
