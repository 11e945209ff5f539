"""A simple screen reader for the tests, which reads the window from another process over AT-SPI.

PySide6 can't read the structures in a D-Bus message (its QDBusArgument.beginStructure is only for
writing), so references are parsed from Qt's text form of a message.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant

SERVICE: Final = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
REFERENCE: Final = re.compile(r'\(so\) "([^"]*)", \[ObjectPath: ([^\]]*)\]')
"""How Qt writes a reference: the bus name of a program, and the object's path in it."""

PROPERTIES: Final = "org.freedesktop.DBus.Properties"
ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
REGISTRY: Final = "org.a11y.atspi.Registry"
EVENTS: Final = "org.a11y.atspi.Event.Object"
HEARD: Final = ("StateChanged:Focused", "PropertyChange:AccessibleName", "Announcement:")
"""The object events that the reader listens to."""

APPLICATION: Final = 75
BUTTONS: Final = (7, 43)
"""A button that stays down, and one that doesn't."""
COMBO_BOX: Final = 11
LIST: Final = 31
LIST_ITEM: Final = 32
"""Roles and states as AT-SPI numbers them (atspi-constants.h)."""
FOCUSED: Final = 12
SELECTED: Final = 23
VISIBLE: Final = 30


def missing() -> list[str]:
    """Return the Debian packages that a screen reader needs and that are missing here."""
    there = {"dbus-daemon": shutil.which("dbus-daemon"), "at-spi2-core": SERVICE.exists()}
    return [package for package, is_there in there.items() if not is_there]


@dataclass(frozen=True, slots=True)
class Accessible:
    """An object of a program, as AT-SPI presents it."""

    bus: QDBusConnection
    service: str
    path: str

    @property
    def name(self) -> str:
        """The name, which is spoken first."""
        return self._text("Name")

    @property
    def description(self) -> str:
        """The description, which is spoken last."""
        return self._text("Description")

    @property
    def object_name(self) -> str:
        """Qt's object name, which is the last part of the identifier that AT-SPI gets from Qt."""
        return self._text("AccessibleId").rpartition(".")[2]

    @property
    def labels(self) -> list[str]:
        """The names of the object's labels."""
        return [thing.name for thing in self._things("GetRelationSet")]

    @property
    def role(self) -> int:
        """The number of the object's role."""
        (role,) = self._call("GetRole").arguments()
        return int(role)

    @property
    def children(self) -> list[Accessible]:
        """The objects inside this one."""
        return self._things("GetChildren")

    def has(self, state: int) -> bool:
        """Tell whether the object has a state."""
        (words,) = self._call("GetState").arguments()
        words.beginArray()
        return bool(words.asVariant() >> state & 1)

    def descendants(self) -> Iterator[Accessible]:
        """Yield everything inside this object, from the outside in.

        The lists of combo boxes are left out, because they may be refilled at any time.
        """
        for child in self.children:
            yield child
            if child.role != COMBO_BOX:
                yield from child.descendants()

    def _things(self, method: str) -> list[Accessible]:
        found = REFERENCE.findall(repr(self._call(method)))
        return [Accessible(self.bus, service, path) for service, path in found]

    def _text(self, of: str) -> str:
        answer = call(self.bus, self.service, self.path, f"{PROPERTIES}.Get", ACCESSIBLE, of)
        (value,) = answer.arguments()
        return str(value.variant())

    def _call(self, method: str) -> QDBusMessage:
        return call(self.bus, self.service, self.path, f"{ACCESSIBLE}.{method}")


class ScreenReader(QObject):
    """A separate D-Bus session with accessibility turned on, and a listener in it."""

    focused = Signal(str)
    """The name of the object that has got the focus."""
    renamed = Signal(str)
    """The new name of an object."""
    announced = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        own = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        own |= {"XDG_RUNTIME_DIR": str(folder), "GSETTINGS_BACKEND": "memory"}
        with ExitStack() as running:
            session = subprocess.Popen(
                ["dbus-daemon", "--session", "--nofork", "--print-address"],
                env=own,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            running.callback(_end, session)
            assert session.stdout is not None
            address = session.stdout.readline().strip()
            self.environment = {**own, "DBUS_SESSION_BUS_ADDRESS": address}
            self._bus = _connect(_turn_on(_connect(address, running)), running)
            self._listen()
            self._running = running.pop_all()

    def close(self) -> None:
        """Leave the session and end it."""
        self._running.close()

    @property
    def programs(self) -> list[Accessible]:
        """The programs in the session that can be read."""
        return Accessible(self._bus, REGISTRY, "/org/a11y/atspi/accessible/root").children

    @Slot(QDBusMessage)
    def _on_told(self, message: QDBusMessage) -> None:
        what, is_so, _, *rest = message.arguments()
        thing = Accessible(self._bus, message.service(), message.path())
        if message.member() == "Announcement":
            self.announced.emit(rest[0].variant())
        elif what == "accessible-name":
            self.renamed.emit(thing.name)
        elif what == "focused" and is_so:
            self.focused.emit(thing.name)

    def _listen(self) -> None:
        registry = (REGISTRY, "/org/a11y/atspi/registry", f"{REGISTRY}.RegisterEvent")
        # Qt's hints say bytes, and Qt refuses them.
        slot: Any = SLOT("_on_told(QDBusMessage)")
        for event in HEARD:
            call(self._bus, *registry, f"Object:{event}")
            self._bus.connect("", "", EVENTS, event.partition(":")[0], self, slot)


def call(
    bus: QDBusConnection, service: str, path: str, method: str, *arguments: Any
) -> QDBusMessage:
    """Call a method by its full name; return the answer."""
    interface, _, name = method.rpartition(".")
    message = QDBusMessage.createMethodCall(service, path, interface, name)
    message.setArguments(arguments)
    answer = bus.call(message)
    assert answer.type() is QDBusMessage.MessageType.ReplyMessage, answer.errorMessage()
    return answer


def _connect(address: str, running: ExitStack) -> QDBusConnection:
    bus = QDBusConnection.connectToBus(address, address)
    assert bus.isConnected(), bus.lastError().message()
    running.callback(QDBusConnection.disconnectFromBus, address)
    return bus


def _turn_on(session: QDBusConnection) -> str:
    """Turn accessibility on in a session; return the address of its bus."""
    bus = ("org.a11y.Bus", "/org/a11y/bus")
    on = QDBusVariant(True)
    call(session, *bus, f"{PROPERTIES}.Set", "org.a11y.Status", "IsEnabled", on)
    (address,) = call(session, *bus, "org.a11y.Bus.GetAddress").arguments()
    return str(address)


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    process.communicate()
