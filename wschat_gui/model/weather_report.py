"""The room's weather in words, with the evidence for it."""

from __future__ import annotations

from collections.abc import Callable

from wschat_gui.language import N_, _, ngettext
from wschat_gui.model.formats import count
from wschat_gui.model.weather import Sky, Verdict

_NAMES = 3
HEADLINES = {
    Sky.CALM: N_("All clients answer in time"),
    Sky.ONE: N_("Only {who} stalls: that device, or its place"),
    Sky.SEVERAL: N_("{n} devices stall: those devices, or their corner of the room"),
    Sky.ALL: N_("All stall together: the access point, or this computer's own Wi-Fi"),
    Sky.HOST: N_("This computer stood still for {s} s: it was busy, or asleep"),
    Sky.UNCLEAR: N_("{who} stalls; the others have not been heard since"),
}
_CALM_EVIDENCE = N_("No client has been waited for longer than a second and a half.")
_HOST_EVIDENCE = N_("The server itself could do nothing meanwhile; nobody's line is to blame.")
_WAITED = N_("The longest answer took {s} s.")
_WAITING = N_("The longest answer has been waited for for {s} s.")


def headline(verdict: Verdict, name_of: Callable[[int], str]) -> str:
    """Say the weather in one line."""
    return _(HEADLINES[verdict.sky]).format(
        who=_who(verdict, name_of),
        n=count(len(verdict.stalled)),
        s=seconds(verdict.longest_ms),
    )


def evidence(verdict: Verdict, name_of: Callable[[int], str]) -> str:
    """Say what the weather was told from."""
    if verdict.sky is Sky.CALM:
        return _(_CALM_EVIDENCE)
    if verdict.sky is Sky.HOST:
        return _(_HOST_EVIDENCE)
    waited = _(_WAITED if verdict.is_over else _WAITING).format(s=seconds(verdict.longest_ms))
    stalled = len(verdict.stalled)
    parts = [
        ngettext(
            "{n} client did not answer: {who}.", "{n} clients did not answer: {who}.", stalled
        ).format(n=count(stalled), who=_who(verdict, name_of)),
        ngettext(
            "{n} was heard from meanwhile.", "{n} were heard from meanwhile.", verdict.well
        ).format(n=count(verdict.well)),
    ]
    if verdict.unheard:
        parts.append(
            ngettext("{n} had nothing to say.", "{n} had nothing to say.", verdict.unheard).format(
                n=count(verdict.unheard)
            )
        )
    return " ".join([*parts, waited])


def seconds(ms: float) -> str:
    """Write a span in seconds with one decimal."""
    return f"{ms / 1_000:.1f}"


def _who(verdict: Verdict, name_of: Callable[[int], str]) -> str:
    names = [name_of(each) for each in verdict.stalled[:_NAMES]]
    rest = len(verdict.stalled) - len(names)
    return ", ".join(names) + (f" + {count(rest)}" if rest else "")
