from app.domain.file_formats import FORMATS
from app.formats.registry import FUNCTIONS


def test_every_format_has_the_functions_that_the_table_promises() -> None:
    assert set(FUNCTIONS) == set(FORMATS)
    for kind, functions in FUNCTIONS.items():
        assert (functions.read is not None) == kind.is_read, kind.name
        writers = [w for w in (functions.write, functions.write_sound) if w is not None]
        assert len(writers) == int(kind.is_written), kind.name
