"""The one place that imports music21, silencing its remarks about packages Motivo doesn't need."""

import contextlib
import io

with contextlib.redirect_stderr(io.StringIO()):
    import music21

__all__ = ["music21"]
