"""Loads JACK's library, and asks it whether a server is running.

RtMidi doesn't release Python's interpreter while JACK looks for a server in vain. That takes 4 ms,
during which the window stands still, in whatever thread the call is made. A call through ctypes
releases the interpreter.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

from app.playback.quiet_libraries import library_chatter_hidden

JACK_LIBRARY: Final = "libjack.so.0"
NO_START_SERVER: Final = 0x01
"""One of the JackOptions of jack/types.h."""


@cache
def jack_library() -> ctypes.CDLL | None:
    """Return the system's JACK library; None if it has none, and therefore no server either.

    supriya-midi brings along a JACK library of its own, which servers of another version refuse.
    The library loaded here is visible to all others and takes precedence over it. It therefore has
    to be loaded before supriya-midi.
    """
    try:
        jack = ctypes.CDLL(JACK_LIBRARY, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return None
    jack.jack_client_open.restype = ctypes.c_void_p
    jack.jack_client_close.argtypes = [ctypes.c_void_p]
    return jack


def jack_server_runs(client_name: str) -> bool:
    """Tell whether a JACK server answers a client of this name.

    Call this only if no client of a server that has ended is left: if there is no server, JACK
    unloads what that client still needs.
    """
    jack = jack_library()
    if jack is None:
        return False
    with library_chatter_hidden():
        client = jack.jack_client_open(client_name.encode(), NO_START_SERVER, None)
        if client:
            jack.jack_client_close(client)
    return bool(client)
