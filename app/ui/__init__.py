"""The window: piano roll, score, takes, panels and dialogs, and what leads them."""
