"""Sound: the synthesiser and its process, the sound card, soundfonts, and audio for files."""
