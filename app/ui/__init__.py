"""The window, with a room for each feature."""
