"""The one place that loads music21, quietly: it tells of packages that Motivo has no use for."""

import contextlib
import io

with contextlib.redirect_stderr(io.StringIO()):
    import music21

__all__ = ["music21"]
