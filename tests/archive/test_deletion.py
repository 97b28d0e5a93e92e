"""What retention wants deleted when, and that what was ordered can be written down."""

from __future__ import annotations

import pytest

from wschat_gui.archive.deletion import (
    ClientsMessages,
    Days,
    Deletion,
    Everything,
    Forever,
    Occasion,
    OneMessage,
    Retention,
    SentBefore,
    UntilClose,
    due,
    from_text,
    to_text,
)

DAY_MS = 86_400_000
NOW_MS = 1_750_000_000_000


@pytest.mark.parametrize("occasion", Occasion)
def test_forever_deletes_nothing(occasion: Occasion) -> None:
    assert due(Forever(), occasion, NOW_MS) is None


@pytest.mark.parametrize("occasion", Occasion)
def test_days_delete_what_is_older_at_any_time(occasion: Occasion) -> None:
    assert due(Days(30), occasion, NOW_MS) == SentBefore(NOW_MS - 30 * DAY_MS)


@pytest.mark.parametrize(
    ("occasion", "deletion"),
    [
        (Occasion.OPENING, Everything()),
        (Occasion.RUNNING, None),
        (Occasion.CLOSING, Everything()),
    ],
)
def test_until_close_deletes_at_the_end_and_what_an_unclean_end_has_left(
    occasion: Occasion, deletion: Deletion | None
) -> None:
    retention: Retention = UntilClose()

    assert due(retention, occasion, NOW_MS) == deletion


@pytest.mark.parametrize(
    "deletion",
    [OneMessage(5), ClientsMessages((1, 2, 3)), ClientsMessages(()), SentBefore(9), Everything()],
)
def test_deletion_is_read_as_it_was_written(deletion: Deletion) -> None:
    assert from_text(to_text(deletion)) == deletion
