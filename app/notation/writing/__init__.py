"""Writes a sketch down: note values, bars and beams, then music21, MusicXML, ABC and MIDI."""
