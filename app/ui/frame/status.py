"""Owns StatusArea: what happened last, what is running and can be cancelled, and the sound."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from app.services.messages import Level
from app.ui.accessible import announce_text
from app.ui.theme import Theme
from app.ui.widgets import ElidedLabel, IconButton, in_tip

PATIENCE_MS: Final = 600
"""Work of unknown length shows progress only if it takes longer than this."""

ICONS: Final = {
    Level.INFO: ("check", "text.2"),
    Level.WARNING: ("warning", "warn"),
    Level.FAILURE: ("warning", "record"),
}


class StatusArea(QFrame):
    """The line at the foot of the window; its speaker icon stands for the action `sound`."""

    def __init__(self, theme: Theme, cancel: QAction, sound: QAction) -> None:
        super().__init__()
        self.setObjectName("statusArea")
        self.setFixedHeight(theme.sizes.status_bar)
        self._theme = theme
        self._icon = _picture(theme, "check")
        self._icon.hide()
        self._label = ElidedLabel()
        self._label.setObjectName("statusLabel")
        self._label.setFont(theme.font(11, 500, tabular=True))
        self._work_label = ElidedLabel()
        self._work_label.setObjectName("workLabel")
        self._work_label.setFont(theme.font(11, tabular=True))
        self._work_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setObjectName("progressBar")
        self._bar.setTextVisible(False)
        self._cancel = IconButton(theme, "x", 20, 12, action=cancel)
        self._cancel.setObjectName("cancelButton")
        self._midi_in, self._midi_out, self._sound = QLabel(), QLabel(), QLabel()
        for label, name in (
            (self._midi_in, "midiInLabel"), (self._midi_out, "midiOutLabel"),
            (self._sound, "soundLabel"),
        ):  # fmt: skip
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(theme.font(11))
        self._sound_button = IconButton(theme, "speaker-high", 20, 14, action=sound)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._label, 2)
        row.addWidget(self._work_label, 1)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        row.addSpacing(8)
        row.addWidget(self._midi_in)
        row.addSpacing(8)
        row.addWidget(self._midi_out)
        row.addSpacing(8)
        row.addWidget(self._sound_button)
        row.addWidget(self._sound)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._show_progress(shown=True))
        self._show_progress(shown=False)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._name_label()
        self._bar.setAccessibleName(self.tr("Progress"))
        self.tell_midi_in("")
        self.tell_midi_out("")

    def tell(self, text: str, level: Level = Level.INFO) -> None:
        """Show what happened."""
        self._icon.set_icon(*ICONS[level])
        self._icon.set_text(self._words(level))
        self._icon.show()
        self._label.setText(text)
        self._label.setToolTip(in_tip(text))
        self._name_label()
        announce_text(self._label, text)

    def tell_sound(self, text: str) -> None:
        """Show where sound comes out."""
        self._sound.setText(text)

    def tell_midi_in(self, port: str) -> None:
        """Show which MIDI keyboard is listened to; empty for none."""
        self._midi_in.setText(self.tr("MIDI in {0}").format(port or self.tr("none")))

    def tell_midi_out(self, port: str) -> None:
        """Show on which MIDI port Motivo plays; empty for none."""
        self._midi_out.setText(self.tr("MIDI out {0}").format(port or self.tr("none")))

    def show_takes(self, came: int, wanted: int) -> None:
        """Show how many of the wanted takes have been made."""
        self._work_label.setText(self.tr("Take {0} of {1}").format(came, wanted))
        self._bar.setRange(0, wanted)
        self._bar.setValue(came)
        self._show_progress(shown=True)

    def set_working(self, is_working: bool) -> None:
        """Show that something of unknown length is running, if it takes a while."""
        if is_working:
            self._work_label.setText("")
            self._bar.setRange(0, 0)
            self._patience.start()
        else:
            self._patience.stop()
            self._show_progress(shown=False)

    def name_work(self, text: str) -> None:
        """Say beside the progress what is running."""
        self._work_label.setText(text)

    def _name_label(self) -> None:
        """Make the text of the label its accessible name, which would hide the text otherwise."""
        name, text = self.tr("What happened last"), self._label.text()
        self._label.setAccessibleName(f"{name}: {text}" if text else name)

    def _words(self, level: Level) -> str:
        """Return in words what the icon of a level means."""
        return {
            Level.INFO: self.tr("Done"),
            Level.WARNING: self.tr("Warning"),
            Level.FAILURE: self.tr("Failure"),
        }[level]

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._work_label, self._bar, self._cancel):
            widget.setVisible(shown)


def _picture(theme: Theme, icon: str) -> IconButton:
    """Return an icon that can only be looked at."""
    picture = IconButton(theme, icon, 20, 14)
    picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return picture
