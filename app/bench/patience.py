"""How long measures and tests wait for what is sure to come."""

from typing import Final

PATIENCE_SECONDS: Final = 120
"""Far longer than anything takes on a machine that is busy with much else: to run out of patience
means that it never comes."""
