"""The places in a file that name what is under the cursor."""

from lift_server.ide.occurrences import Occurrence, occurrence_at, occurrences_of
from lift_server.spec_file import SpecFile


def highlight(file: SpecFile, offset: int) -> tuple[Occurrence, ...]:
    """Every place in the file that names the same spec, parameter or `result`; none when nothing is named here."""
    here = occurrence_at(file, offset)
    if here is None:
        return ()
    return occurrences_of(file, here.symbol)
