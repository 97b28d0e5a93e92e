"""Who is remembered under which token, for how long, and what is remembered of them."""

from __future__ import annotations

from itertools import count

import pytest

from wschat_gui.chat.flood import FloodRule, FloodVerdict
from wschat_gui.chat.identities import Identities
from wschat_gui.chat.people import person_id_of


@pytest.fixture
def identities() -> Identities:
    numbers = count(1)
    return Identities(lambda: f"token-{next(numbers)}", FloodRule(1, 0.001, 30.0))


def test_unknown_token_makes_somebody_new_with_a_token_of_our_own(identities: Identities) -> None:
    for token in ("", "made-up", "token-3"):
        assert identities.find(token) is None
    assert [identities.enter(token, 0.0).token for token in ("", "made-up", "token-3")] == [
        "token-1",
        "token-2",
        "token-3",
    ]


def test_token_brings_back_the_same_person_with_the_same_allowance(identities: Identities) -> None:
    anna = identities.enter("", 0.0)
    assert anna.pace.flood.speak(0.0) is FloodVerdict.PASSED
    identities.leave(anna)
    assert identities.find("token-1") is anna
    assert identities.enter("token-1", 1.0) is anna
    assert anna.pace.flood.speak(1.0) is FloodVerdict.WARNED


def test_who_left_is_forgotten_after_five_thousand_others(identities: Identities) -> None:
    for _ in range(5_001):
        identities.leave(identities.enter("", 0.0))
    assert identities.find("token-1") is None
    assert identities.find("token-2") is not None


def test_coming_back_puts_off_being_forgotten(identities: Identities) -> None:
    for _ in range(5_000):
        identities.leave(identities.enter("", 0.0))
    identities.leave(identities.enter("token-1", 0.0))
    identities.leave(identities.enter("", 0.0))
    assert identities.find("token-1") is not None
    assert identities.find("token-2") is None


def test_who_is_there_is_never_forgotten(identities: Identities) -> None:
    anna = identities.enter("", 0.0)
    for _ in range(5_100):
        identities.leave(identities.enter("", 0.0))
    assert identities.enter(anna.token, 0.0) is anna


def test_last_256_messages_of_each_are_known_again(identities: Identities) -> None:
    anna, bob = identities.enter("", 0.0), identities.enter("", 0.0)
    for seq in range(1, 258):
        anna.remember(f"m{seq}", seq)
    assert anna.seq_of("m1") is None
    assert [anna.seq_of(f"m{seq}") for seq in range(2, 258)] == list(range(2, 258))
    assert bob.seq_of("m257") is None


# Names -------------------------------------------------------------------------------------------


def test_person_is_known_by_its_device_else_as_before_else_by_its_token(
    identities: Identities,
) -> None:
    anna = identities.enter("", 0.0)
    assert list(anna.person_ids) == [person_id_of("token-1")]
    identities.enter("token-1", 0.0, device="phone")
    assert list(anna.person_ids) == [person_id_of("phone"), person_id_of("token-1")]
    identities.enter("token-1", 0.0)
    assert anna.person_ids[0] == person_id_of("phone")


def test_earlier_names_are_answered_for_up_to_a_few(identities: Identities) -> None:
    for device in "abcabcdef":
        anna = identities.enter("token-1", 0.0, device=device)
    assert anna.person_ids == tuple(person_id_of(device) for device in "fedc")


def test_all_names_are_looked_at_before_somebody_is_let_in(identities: Identities) -> None:
    identities.enter("", 0.0, device="phone")
    phone, laptop, token = (person_id_of(secret) for secret in ("phone", "laptop", "token-1"))
    assert identities.person_ids("", "") == ()
    assert identities.person_ids("", "laptop") == (laptop,)
    assert identities.person_ids("token-1", "laptop") == (laptop, phone, token)
    assert identities.person_ids("of an earlier run", "") == (person_id_of("of an earlier run"),)


def test_pages_of_one_device_share_its_allowance_as_long_as_one_is_remembered(
    identities: Identities,
) -> None:
    first = identities.enter("", 0.0, device="phone")
    second = identities.enter("", 1.0, device="phone")
    stranger = identities.enter("", 1.0, device="tablet")
    assert second.token != first.token
    assert second.pace is first.pace
    assert stranger.pace is not first.pace
    identities.leave(first)
    identities.leave(second)
    assert identities.enter("", 2.0, device="phone").pace is first.pace


def test_pages_without_a_device_share_nothing(identities: Identities) -> None:
    assert identities.enter("", 0.0).pace is not identities.enter("", 0.0).pace
