"""Owns the way to JACK's library, and jack_server_runs, which asks whether a server answers.

rtmidi keeps Python's interpreter to itself while JACK looks for a server in vain, 4 ms long, and so
holds up the window from whatever thread it is called. Python lets go of the interpreter while C is
called through ctypes.
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
    """Return the system's JACK; None where it has none, and so no server either.

    supriya-midi brings a JACK of its own along, which servers of another version refuse. What is
    loaded here, for all libraries to see, goes before that: load it before supriya-midi.
    """
    try:
        jack = ctypes.CDLL(JACK_LIBRARY, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return None
    jack.jack_client_open.restype = ctypes.c_void_p
    jack.jack_client_close.argtypes = [ctypes.c_void_p]
    return jack


def jack_server_runs(client_name: str) -> bool:
    """Tell whether a client of this name gets an answer.

    No client of a server that has ended may be left: the answer no unloads what it needs.
    """
    jack = jack_library()
    if jack is None:
        return False
    with library_chatter_hidden():
        client = jack.jack_client_open(client_name.encode(), NO_START_SERVER, None)
        if client:
            jack.jack_client_close(client)
    return bool(client)
