"""What takes the bytes, and what must hold whatever they are: the parts that need no loop.

The whole server is in `whole_server.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from random import Random
from typing import Protocol

import msgspec
from websockets.http11 import Request, Response

from tests.frames.verdicts import dissector_verdict, engine_verdict
from tools.fuzz.messages import line, message
from tools.fuzz.mutation import mutated, noise, pieces
from tools.fuzz.requests import HOST, request
from tools.fuzz.streams import stream
from wschat_gui.bridge.events import ClientKind
from wschat_gui.chat import plain, vocabulary
from wschat_gui.chat.emoji import is_one_emoji
from wschat_gui.chat.file_names import clean_file_name
from wschat_gui.chat.nicknames import NickInvalid, clean_nick, nick_key
from wschat_gui.chat.pictures import picture
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import SharedFile
from wschat_gui.config import Settings
from wschat_gui.frames.dissector import Dissector, Frame
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.terms import Compression, Sender, Terms
from wschat_gui.server.engine import HostProtocol
from wschat_gui.server.file_answers import file_answer
from wschat_gui.server.gate import Caller, FileWanted, Gate
from wschat_gui.server.http_answers import load_page
from wschat_gui.server.witness import Witness

_MAX_MESSAGE_BYTES = 300


class Target(Protocol):
    """Something that is fed."""

    def make(self, random: Random) -> bytes:
        """Return an input of the kind that this takes."""

    def take(self, data: bytes) -> None:
        """Take one input. Any exception is a fault."""

    def close(self) -> None:
        """Take no more."""


class _PureTarget:
    def close(self) -> None:
        """Nothing is open."""


class Frames(_PureTarget):
    """The dissector, held against itself in other pieces, and against the engine."""

    _TERMS = (
        Terms(sender=Sender.CLIENT, max_message_bytes=_MAX_MESSAGE_BYTES),
        Terms(sender=Sender.SERVER, max_message_bytes=_MAX_MESSAGE_BYTES),
    )

    def make(self, random: Random) -> bytes:
        """Return a stream of frames."""
        return stream(random)

    def take(self, data: bytes) -> None:
        """Find the same frames however the bytes are cut, and those that the engine finds."""
        terms = self._TERMS[zlib.crc32(data) % 8 == 0]
        observer = ConnectionObserver(
            compression=Compression.NONE, max_message_bytes=_MAX_MESSAGE_BYTES
        )
        dissector = Dissector(terms)
        in_pieces: list[Frame] = []
        for piece in pieces(Random(zlib.crc32(data)), data):
            in_pieces += dissector.feed(piece)
            observer.received(piece, 0.0)
        assert in_pieces == Dissector(terms).feed(data), "other frames in other pieces"
        tally = observer.inbound()
        assert 0 <= tally.payload_bytes <= len(data), "more payload than bytes"
        # The engine judges some frames only when their payload is there: enough follows for any.
        whole = data + bytes(_MAX_MESSAGE_BYTES + 14)
        assert dissector_verdict(whole, terms) == engine_verdict(whole, terms), "engine disagrees"


class Vocabulary(_PureTarget):
    """What pages and terminals say, and the names that they give."""

    def make(self, random: Random) -> bytes:
        """Return a message or a line."""
        match random.randrange(8):
            case 0:
                return noise(random, 60)
            case 1 | 2:
                return line(random)
            case 3:
                return mutated(random, line(random))
            case _:
                return message(random)

    def take(self, data: bytes) -> None:
        """Refuse it or take it; what is taken can be written again."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return  # the assembler's to refuse
        try:
            request = vocabulary.decode(text)
        except vocabulary.Malformed as malformed:
            vocabulary.encode(vocabulary.Refused(vocabulary.RefusalCode.MALFORMED, str(malformed)))
        else:
            again = msgspec.json.encode(request)
            assert vocabulary.decode(again.decode()) == request, "does not survive being written"
        self._take_line(text)
        self._take_names(text)

    @staticmethod
    def _take_line(text: str) -> None:
        match plain.parse_line(text):
            case plain.Unknown() as unknown:
                _one_line(plain.unknown_line(unknown))
            case plain.Speak(text=said):
                clean_text(said).encode()

    @staticmethod
    def _take_names(text: str) -> None:
        is_one_emoji(text)
        name = clean_file_name(text)
        assert name, "a file without a name"
        assert not set(name) & set('/\\\0\r\n"'), f"awkward file name {name!r}"
        assert clean_text(clean_text(text)) == clean_text(text), "cleaning goes on for ever"
        try:
            nick = clean_nick(text)
        except NickInvalid:
            return
        _one_line(nick)
        assert clean_nick(nick) == nick, "a nick that is none the second time"
        assert nick_key(nick), "a nick that looks like nothing"


class Pictures(_PureTarget):
    """The first bytes of files."""

    _HEADS = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02",
        b"GIF89a\x10\x00\x10\x00",
        b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00"
        b"\x00\x00\x06\x00\x00\x00\x00\x00\xff\xc0\x00\x11\x08\x00\x10\x00\x20\x03",
        b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc2\x00\x11\x08\x00\x10\x00\x20\x03",
        b"RIFF\x24\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x0f\x00\x00\x0f\x00\x00",
        b"RIFF\x24\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x10\x00\x10\x00",
        b"RIFF\x24\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x0f\xc0\x03\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'>",
    )

    def make(self, random: Random) -> bytes:
        """Return the head of a picture, mostly a broken one."""
        return mutated(random, random.choice(self._HEADS) + noise(random, 30))

    def take(self, data: bytes) -> None:
        """Say what it is, or that it is no picture."""
        found = picture(data)
        if found is not None:
            assert found.media_type in ("image/png", "image/gif", "image/jpeg", "image/webp")
            assert 0 < found.width <= 20_000 and 0 < found.height <= 20_000


class Http(_PureTarget):
    """Request parsing, the gate, and the answers."""

    def __init__(self) -> None:
        """Load the page."""
        names = frozenset({"127.0.0.1", "localhost"})
        self._gate = Gate(Settings(), load_page(), lambda: names, Witness())
        self._file = SharedFile(
            key="k" * 20,
            name='a"\r\nb.png',
            size_bytes=10,
            media_type="image/png",
            width=1,
            height=1,
        )

    def make(self, random: Random) -> bytes:
        """Return a request."""
        return request(random, likely_upgrade=False)

    def take(self, data: bytes) -> None:
        """Find no request, or one that gets a legal answer."""
        protocol = HostProtocol()
        for piece in pieces(Random(zlib.crc32(data)), data):
            protocol.receive_data(piece)
        for event in protocol.events_received():
            if isinstance(event, Request):
                self._answer(event)

    def _answer(self, request: Request) -> None:
        caller = Caller("127.0.0.1", "127.0.0.1", 0, 0, 0, 0)
        match self._gate.admit(request, caller):
            case ClientKind():
                assert request.method in ("GET", "HEAD"), f"{request.method} opened a WebSocket"
                assert request.headers.get_all("Host")[0].startswith(("127.0.0.1", "localhost"))
                assert set(request.headers.get_all("Origin")) <= {f"http://{HOST}"}
            case FileWanted():
                answer = file_answer(request, self._file)
                check_answer(answer if isinstance(answer, Response) else answer.head)
            case Response() as answer:
                check_answer(answer)


def check_answer(answer: Response) -> None:
    """See that nobody's words have become a header of ours."""
    assert answer.status_code in (200, 206, 304, 400, 403, 404, 405, 416, 421, 426, 503)
    for name, value in answer.headers.raw_items():
        assert not set(name + value) & set("\r\n\0"), f"header {name}: {value!r}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _one_line(text: str) -> None:
    assert len(text.splitlines()) <= 1, f"more than one line: {text!r}"
    text.encode()


PURE: dict[str, Callable[[], Target]] = {
    "frames": Frames,
    "vocabulary": Vocabulary,
    "pictures": Pictures,
    "http": Http,
}
