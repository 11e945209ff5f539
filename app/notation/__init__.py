"""Written music: scores are read, written, engraved, and drawn for screen and paper."""
