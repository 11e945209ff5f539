"""Owns jack_server_runs, which asks for JACK's server without holding up the interpreter.

rtmidi holds it while JACK looks for a server in vain, 4 ms long, and so holds up the window from
whatever thread it is called. Python lets go of it while C is called through ctypes.
"""

from __future__ import annotations

import ctypes
from typing import Final

from app.playback.quiet_libraries import library_chatter_hidden

NO_START_SERVER: Final = 0x01
"""One of the JackOptions of jack/types.h."""


def jack_server_runs(library: str, client_name: str) -> bool:
    """Tell whether a client of this name gets an answer; `library` is one that is linked to JACK's.

    No client of a server that has ended may be left: the answer no unloads what it needs.
    """
    jack = ctypes.CDLL(library)
    jack.jack_client_open.restype = ctypes.c_void_p
    jack.jack_client_close.argtypes = [ctypes.c_void_p]
    with library_chatter_hidden():
        client = jack.jack_client_open(client_name.encode(), NO_START_SERVER, None)
        if client:
            jack.jack_client_close(client)
    return bool(client)
