"""Turns sketches into sound and MIDI, without Qt."""
