"""What a drag of the mouse does in the piano roll: a class for each gesture."""

from app.ui.piano_roll.gestures.draw import DrawGesture
from app.ui.piano_roll.gestures.gesture import Gesture, Place, Stage
from app.ui.piano_roll.gestures.move import MoveGesture
from app.ui.piano_roll.gestures.resize import ResizeGesture
from app.ui.piano_roll.gestures.rubber_band import RubberBandGesture
from app.ui.piano_roll.gestures.velocity import VelocityGesture

__all__ = [
    "DrawGesture",
    "Gesture",
    "MoveGesture",
    "Place",
    "ResizeGesture",
    "RubberBandGesture",
    "Stage",
    "VelocityGesture",
]
