"""What Motivo asks the user, each without stopping the window.

Dialogs of a module of their own are imported when they are opened: a start has no time for them.
"""
