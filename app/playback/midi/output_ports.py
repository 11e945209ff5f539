"""Owns MidiOutPorts: the MIDI outputs of this machine, including a port of Motivo's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from app.errors import AppError
from app.playback.midi.systems import CLIENT_NAME, SYSTEMS, first_client, midi_library, readable

VIRTUAL_PORT: Final = "Motivo"
"""The name of Motivo's own port, to which other programs can listen where the system allows it."""

HAS_VIRTUAL_PORTS: Final = sys.platform != "win32"


class MidiOutPorts:
    """Finds and opens MIDI outputs; the first of the `systems` that answers is used."""

    def __init__(self, systems: Sequence[str] = SYSTEMS) -> None:
        self._systems = systems
        self._client: Any = None
        self._system = ""
        self.problem = ""
        """A sentence on why no output can be reached; empty if outputs can be reached."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the outputs, Motivo's own first; with a `problem`, there are none."""
        if not self._has_client():
            return ()
        own = (VIRTUAL_PORT,) if HAS_VIRTUAL_PORTS else ()
        return (*own, *readable(self._raw_names(), self._system))

    def open(self, name: str) -> Callable[[Sequence[int]], None]:
        """Open a port, and return a function that sends the bytes of a message to it.

        A message to a port that has vanished is lost. Raises AppError if the port can't be opened.
        """
        self.close()
        if not self._has_client():
            raise AppError(self.problem)
        rtmidi = midi_library()
        try:
            if name == VIRTUAL_PORT and HAS_VIRTUAL_PORTS:
                self._client.open_virtual_port("out")
            else:
                raw = readable(self._raw_names(), self._system)[name]
                self._client.open_port(self._client.get_ports().index(raw), "out")
        except KeyError as error:
            raise AppError(
                f"The MIDI port “{name}” is not there; start the program or plug in the"
                " instrument, then choose it again."
            ) from error
        except (rtmidi.RtMidiError, ValueError) as error:
            raise AppError(
                f"The MIDI port “{name}” can't be opened. If another program uses it, close that"
                " one and choose the port again."
            ) from error
        client = self._client

        def send(message: Sequence[int]) -> None:
            with suppress(rtmidi.RtMidiError):
                client.send_message(message)

        return send

    def close(self) -> None:
        """Close the port and disconnect from the sound system."""
        client, self._client = self._client, None
        if client is not None:
            client.close_port()
            client.delete()

    def _raw_names(self) -> list[str]:
        names: list[str] = self._client.get_ports()
        return [name for name in names if name and not _is_own(name)]

    def _has_client(self) -> bool:
        if self._client is not None:
            return True
        try:
            self._system, self._client = first_client(self._systems, "MidiOut")
        except AppError as error:
            self.problem = str(error)
            return False
        self.problem = ""
        return True


def _is_own(name: str) -> bool:
    return name.startswith(CLIENT_NAME)
