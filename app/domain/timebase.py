"""Every conversion between ticks and other measures of time; no other module makes one."""

from fractions import Fraction

from app.constants import STEPS_PER_QUARTER, TICKS_PER_QUARTER

TICKS_PER_STEP = TICKS_PER_QUARTER // STEPS_PER_QUARTER


def ticks_to_quarters(ticks: int) -> Fraction:
    """Return the length in quarters, exactly."""
    return Fraction(ticks, TICKS_PER_QUARTER)


def quarters_to_ticks(quarters: float | Fraction) -> int:
    """Return the nearest whole number of ticks."""
    return round(quarters * TICKS_PER_QUARTER)


def ticks_to_seconds(ticks: float, tempo_bpm: float) -> float:
    """Return the time that ticks take at a tempo in quarters a minute."""
    return ticks * 60.0 / (tempo_bpm * TICKS_PER_QUARTER)


def seconds_to_ticks(seconds: float, tempo_bpm: float) -> int:
    """Return the nearest whole number of ticks that pass in `seconds`."""
    return round(seconds * tempo_bpm * TICKS_PER_QUARTER / 60.0)


def ticks_to_steps(ticks: int) -> int:
    """Return the nearest step of the model's grid."""
    return (ticks + TICKS_PER_STEP // 2) // TICKS_PER_STEP


def steps_to_ticks(steps: int) -> int:
    """Return the ticks of so many steps of the model's grid."""
    return steps * TICKS_PER_STEP
