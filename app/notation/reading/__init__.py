"""Reads written music: MusicXML and ABC become voices of notes."""
