"""The errors that a user is told of: every message says what is wrong and what to do about it."""


class AppError(Exception):
    """A failure with a sentence for the user; it is never shown with a traceback."""


class InvalidValueError(AppError, ValueError):
    """A value that music does not allow, such as a note of no length."""
