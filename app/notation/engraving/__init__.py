"""Engraves a sketch: Verovio sets its bars, and the lines are laid out as a drawing."""
