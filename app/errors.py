"""The errors that a user is told of: every message says what is wrong and what to do about it."""


class AppError(Exception):
    """A failure with a sentence for the user; it is never shown with a traceback."""


class InvalidValueError(AppError, ValueError):
    """A value that music does not allow, such as a note of no length."""


def reason_of(error: AppError) -> str:
    """Return what an error says is wrong with a file, to be said within another sentence.

    The domain's errors are whole sentences, with advice for somebody who types the value; that is
    of no use to somebody who opens a file.
    """
    reason = str(error).rstrip(".")
    if not isinstance(error, InvalidValueError):
        return reason
    wrong = reason.partition("; ")[0]
    return wrong if wrong[1:2].isupper() else wrong[:1].lower() + wrong[1:]
