"""Motivo, a melody sketchpad."""
