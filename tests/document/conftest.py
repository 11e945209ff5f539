"""What the tests of documents begin with."""

import pytest
from pytestqt.qtbot import QtBot

from app.document import Document


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    """Return an empty document."""
    return Document()
