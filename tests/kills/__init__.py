"""Kills a running Motivo at random moments, and looks at what of its work can be recovered."""
