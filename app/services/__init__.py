"""Qt adapters: worker processes, the player, settings, messages, paths."""
