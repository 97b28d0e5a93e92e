"""One accepted connection: the engine's, with our eyes on its bytes and no queue on its way in.

The `websockets` library shakes hands, unmasks, inflates, answers pings, keeps alive and closes.
Here its frames become calls on a session, all of them are counted, and writing never waits. What
messages mean is the sessions' business; whom they go to, the hub's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection
from websockets.datastructures import Headers
from websockets.exceptions import InvalidMessage
from websockets.frames import DATA_OPCODES, CloseCode, Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import Event, State

from wschat_gui.bridge.events import ClientKind
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.pieces import Write
from wschat_gui.frames.terms import Compression
from wschat_gui.server.assembly import MessageAssembler
from wschat_gui.server.endings import VERDICTS, ending_of, fitting_reason
from wschat_gui.server.engine import HostProtocol
from wschat_gui.server.handshake import Handshake, handshake_of
from wschat_gui.server.http_answers import MALFORMED_REQUEST
from wschat_gui.server.opening_bytes import OpeningBytes
from wschat_gui.server.pacing import PacedReading
from wschat_gui.server.phase import ANSWERING, ENDED, HANDSHAKE, OPEN, Phase
from wschat_gui.server.reception import Ending, LongAnswer, Reception, Session

# As the phases: a name of its own, for every write asks.
_STATE_OPEN = State.OPEN
_ANSWERED = Request("/", Headers())
"""In place of each request, once it is answered: the engine asks only whether there was one."""


class ClientConnection(ServerConnection):
    """A WebSocket connection that calls its session and is written to without waiting."""

    def __init__(
        self,
        protocol: HostProtocol,
        server: Server,
        *,
        reception: Reception,
        **options: Any,  # noqa: ANN401  (passed on as they come)
    ) -> None:
        """Take what `websockets.asyncio.server.serve` gives, and the `reception`."""
        super().__init__(protocol, server, **options)
        self.protocol: HostProtocol
        self.kind = ClientKind.PLAIN
        self.client_id = 0
        """Of the client that it is just now: who is taken back at the door becomes another one."""
        self.handshake_kept: Handshake  # when it is done
        self.observer: ConnectionObserver  # when the handshake has told about compression
        self.bytes_written = self.bytes_read = 0
        """Since the handshake."""
        self._pings = 0
        """Sent by `ping_now`."""
        self._reception = reception
        self._phase: Phase = HANDSHAKE
        self._assembler = MessageAssembler()
        self._opening_bytes = OpeningBytes()
        self._is_half_closed = False
        """Whether the peer said, behind its request, that it will send no more."""
        self._dismissal: Ending | None = None
        self._abort_timer: asyncio.TimerHandle | None = None
        self._opening: asyncio.Timeout
        self._paced: PacedReading | None = None
        """Where compression was agreed on."""
        self._session: Session

    # Writing -------------------------------------------------------------------------------------

    def write(self, frames: bytes) -> bool:
        """Write whole frames that are counted elsewhere; tell whether the connection was open."""
        if self.protocol.state is not _STATE_OPEN:
            self._notice_end()
            return False
        self.bytes_written += len(frames)
        self.transport.write(frames)
        return True

    def framed(self, message: str | bytes) -> bytes:
        """Return the frame of a message that will be written, compressed if that was agreed on.

        To be written in the order of the calls, and all of them: they share one context.
        """
        if isinstance(message, str):
            frame = Frame(Opcode.TEXT, message.encode())
        else:
            frame = Frame(Opcode.BINARY, message)
        return frame.serialize(mask=False, extensions=self.protocol.extensions)

    def grant_backlog(self, extra_bytes: int) -> None:
        """Allow for one answer that may be longer than the cap, such as a welcome."""
        self.transport.set_write_buffer_limits(self._reception.backlog_bytes + extra_bytes)

    @property
    def backlog_bytes(self) -> int:
        """What is written but not yet taken by the system."""
        return self.transport.get_write_buffer_size()

    def ping_now(self) -> None:
        """Send a ping without waiting for the keepalive's, to know the round trip early."""
        if self.protocol.state is _STATE_OPEN:
            # Each another one: a pong that is late must not pass for the answer to the next.
            self._pings += 1
            self.protocol.send_ping(b"rtt %d" % self._pings)
            self.send_data()

    def dismiss(self, close_code: int, reason: str, cause: LeaveCause) -> None:
        """Start the closing handshake; the socket is dropped if the peer does not finish it."""
        if self.protocol.state is not _STATE_OPEN:
            return
        self._dismissal = ending = Ending(cause, close_code, fitting_reason(reason))
        self.protocol.send_close(close_code, ending.close_reason)
        self.send_data()
        self._notice_end()

    def pause_reading(self) -> None:
        """Take nothing more from this peer for now; TCP makes it wait."""
        if self._paced is not None:
            self._paced.hold()
        else:
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        """Read on, unless the connection has gone meanwhile."""
        if self._paced is not None:
            self._paced.release()
        elif not self.transport.is_closing():
            self.transport.resume_reading()

    # What the engine calls -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._reception.arrived(self)

    async def handshake(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Answer the opening request, then open the session before any other callback runs."""
        # Our own and not the engine's timeout, because a long answer may take its time.
        try:
            async with asyncio.timeout(self._reception.open_timeout_s) as self._opening:
                await super().handshake(*args, **kwargs)
        except TimeoutError:
            self._reception.took_too_long()
            raise
        if self.protocol.state is _STATE_OPEN:
            self._open()
        if self._is_half_closed:
            # In the next turn: what this one brings is written at its end.
            self.loop.call_soon(self._take_eof)

    async def answer_at_length(self, answer: LongAnswer) -> Response:
        """Write an answer in the engine's place, which would cut it off; part of the handshake."""
        self._phase = ANSWERING
        self._opening.reschedule(None)
        await answer.write_to(self)
        # The connection is gone: whatever the engine is given, it writes nothing any more.
        return Response(HTTPStatus.OK, HTTPStatus.OK.phrase, Headers())

    def change_session(self, session: Session) -> None:
        """Be for something else from now on; the session before is not told."""
        self._session = session

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if self._phase is ANSWERING:
            return  # RFC 9112 section 9.6: behind the last request of a connection comes nothing
        if self._paced is not None:
            self._paced.received(data)
        elif self._phase is HANDSHAKE:
            super().data_received(self._opening_bytes.take(data))
            if self._opening_bytes.are_too_many:
                self.transport.abort()
        else:
            self._read(data)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Tell whether to stay open for what is to be written; see asyncio.Protocol."""
        if self._owes_an_answer():
            self._is_half_closed = True
            return True
        super().eof_received()
        self._notice_end()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        super().connection_lost(exc)
        self._notice_end()
        if self._abort_timer is not None:
            self._abort_timer.cancel()
        self._reception.departed(self)

    def process_event(self, event: Event) -> None:
        """Take what the engine has parsed: the request, then frames."""
        if not isinstance(event, Frame) or event.opcode not in DATA_OPCODES:
            super().process_event(event)
        else:
            self._take(event)

    def send_data(self) -> None:
        """Count what the engine writes, and write it."""
        if self._phase is HANDSHAKE:
            self._answer_malformed_request()
        if self._phase is HANDSHAKE or self._phase is ANSWERING:
            super().send_data()
        else:
            self._send_own()
        if self._is_half_closed and self.protocol.eof_sent:
            self.loop.call_soon(self._take_eof)

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        super().pause_writing()
        if self._phase is OPEN:
            self._session.backlogged()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        super().resume_writing()
        if self._phase is OPEN:
            self._session.relieved()

    # Inside --------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._phase = OPEN
        assert self.request is not None
        assert self.response is not None
        self.handshake_kept = handshake_of(self.request, self.response)
        self.request, self.response = _ANSWERED, None
        compressed = bool(self.protocol.extensions)
        if compressed:
            self._paced = PacedReading(self._reception.pacer, self.transport, self._read)
        self.observer = ConnectionObserver(
            compression=Compression.PERMESSAGE_DEFLATE if compressed else Compression.NONE,
            max_message_bytes=self.protocol.max_message_size,
        )
        self.transport.set_write_buffer_limits(self._reception.backlog_bytes)
        self._session = self._reception.open_session(self)
        self._session.opened()
        behind_request = self._opening_bytes.release()
        if behind_request:
            self.data_received(behind_request)
        self._notice_end()

    def _owes_an_answer(self) -> bool:
        """Tell whether a peer that will send no more has asked for something before."""
        if self.transport.get_extra_info("ssl_object") is not None:
            return False  # TLS cannot be half closed here
        if self._phase is HANDSHAKE:
            return self.request is not None and not self.protocol.eof_sent
        return self._phase is ANSWERING

    def _take_eof(self) -> None:
        if not self.transport.is_closing():
            super().eof_received()
            self._notice_end()
            self.transport.close()

    def _read(self, data: bytes) -> int:
        """Take what follows the handshake; return how many bytes of payload it came to."""
        self.bytes_read += len(data)
        self._observe_received(data)
        before_bytes = self.protocol.payload_bytes
        super().data_received(data)
        self._notice_end()
        return self.protocol.payload_bytes - before_bytes

    def _observe_received(self, data: bytes) -> None:
        tape, now_s = self._reception.recorder.tape, self.loop.time()
        lead = 0 if tape is None else self.observer.inbound_lead
        frames = self.observer.received(data, now_s)
        self._reception.saw_received(frames)
        if tape is not None:
            tape.received(self.client_id, data, frames, now_s, lead)

    def _send_own(self) -> None:
        if written := tuple(self.protocol.writes):
            super().send_data()
            self._observe_own(written)
        if self.protocol.state is not _STATE_OPEN:
            # The keepalive gave up. Later: the frames that came before have still to be taken.
            self.loop.call_soon(self._notice_end)

    def _observe_own(self, written: Sequence[bytes]) -> None:
        """Count what the engine writes by itself: close frames, pings, pongs."""
        tape, now_s = self._reception.recorder.tape, self.loop.time()
        for frame in written:
            self.bytes_written += len(frame)
            seen = self.observer.sent(frame, now_s)
            self._reception.saw_sent(seen)
            if tape is not None:
                write = Write(self.client_id, now_s, self.backlog_bytes)
                tape.sent(self.client_id, frame, seen, write)

    def _take(self, frame: Frame) -> None:
        if self._phase is not OPEN:
            return  # dismissed by an earlier frame of the same read
        try:
            message = self._assembler.put(frame)
        except UnicodeDecodeError as error:
            self.protocol.fail(CloseCode.INVALID_DATA, f"{error.reason} at byte {error.start}")
            self.send_data()
            return
        if message is not None:
            self._session.received(message)

    def _answer_malformed_request(self) -> None:
        """Answer what is no HTTP request before the engine, which would not, closes."""
        error = self.protocol.handshake_exc
        about_to_close = bool(self.protocol.writes)
        if about_to_close and isinstance(error, InvalidMessage):
            self.transport.write(MALFORMED_REQUEST)
            if self._opening_bytes.first:
                self._reception.misspoken(self, self._opening_bytes.first)

    def _notice_end(self) -> None:
        """Close the session, once, as soon as the connection is no longer open."""
        if self._phase is not OPEN or self.protocol.state is _STATE_OPEN:
            return
        self._phase = ENDED
        if self.protocol.state is State.CLOSING:
            self._abort_timer = self.loop.call_later(
                self._reception.close_timeout_s, self.transport.abort
            )
        ending = self._dismissal or ending_of(self.protocol)
        if ending.cause is LeaveCause.PROTOCOL_ERROR:
            self._count_verdict(ending.close_code)
        self._session.closed(ending)

    def _count_verdict(self, close_code: int) -> None:
        """Count a violation that the engine found by what frames hold or add up to."""
        violation = VERDICTS.get(close_code)
        if violation is not None and self.observer.failure is None:
            self.observer.violated(violation)
            self._reception.saw_violation(violation)
            self._reception.recorder.judge(self.client_id, violation)
