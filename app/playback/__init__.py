"""Turns sketches into sound, without Qt: schedules, the synthesiser process, audio rendering."""
