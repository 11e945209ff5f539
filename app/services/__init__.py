"""Qt adapters: worker processes, player, MIDI input, recorder, settings, messages and folders."""
