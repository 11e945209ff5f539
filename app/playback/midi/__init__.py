"""MIDI: ports in and out, notes and clock sent, and the clock of other programs followed."""
