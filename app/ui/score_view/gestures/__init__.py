"""What a drag of the mouse does in the score: a class for each gesture."""

from app.ui.score_view.gestures.gesture import Gesture, Spot, Stage
from app.ui.score_view.gestures.range import RangeGesture
from app.ui.score_view.gestures.step import StepGesture

__all__ = ["Gesture", "RangeGesture", "Spot", "Stage", "StepGesture"]
