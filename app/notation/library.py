"""The one place that imports music21, silencing its remarks about packages Motivo doesn't need.

music21 loads a library for downloads, which Motivo doesn't use. When that library is loaded, it
opens a socket to find out whether the system has IPv6, unless Python has none.
"""

import contextlib
import io
import socket

_has_ipv6, socket.has_ipv6 = socket.has_ipv6, False
try:
    with contextlib.redirect_stderr(io.StringIO()):
        import music21
finally:
    socket.has_ipv6 = _has_ipv6

__all__ = ["music21"]
