"""One accepted connection: the engine's protocol over our own ways in and out.

The `websockets` library decides what the bytes mean: it shakes hands, unmasks, inflates, answers
pings and closes. Here its frames become calls on a session, all of them are counted, and writing
never waits. What messages mean is the sessions' business; whom they go to, the hub's; who is still
there, the keepalive's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import State

from wschat_gui.bridge.events import ClientKind
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.terms import Compression
from wschat_gui.server.assembly import MessageAssembler
from wschat_gui.server.endings import VERDICTS, ending_of, fitting_reason
from wschat_gui.server.engine import HostProtocol
from wschat_gui.server.handshake import Handshake
from wschat_gui.server.opening import Opening
from wschat_gui.server.outlet import Outlet
from wschat_gui.server.pacing import PacedReading
from wschat_gui.server.phase import ENDED, HANDSHAKE, LOST, OPEN, Phase
from wschat_gui.server.pinging import Pinging
from wschat_gui.server.reception import Ending, Reception, Session

# As the phases: names of their own, for every read and write asks.
_STATE_OPEN = State.OPEN
_CONT, _TEXT, _BINARY, _PONG = Opcode.CONT, Opcode.TEXT, Opcode.BINARY, Opcode.PONG


class ClientConnection(asyncio.Protocol):
    """A connection that calls its session and is written to without waiting."""

    __slots__ = (
        "_abort_timer",
        "_assembler",
        "_dismissal",
        "_lost_waiter",
        "_opening",
        "_paced",
        "_phase",
        "_pinging",
        "_reception",
        "_session",
        "bytes_read",
        "client_id",
        "handshake_kept",
        "kind",
        "loop",
        "observer",
        "outlet",
        "protocol",
        "transport",
    )

    def __init__(self, protocol: HostProtocol, reception: Reception) -> None:
        """Wait for a transport; `reception` says what becomes of it."""
        self.protocol = protocol
        self.loop = asyncio.get_running_loop()
        self.transport: asyncio.Transport  # once it is accepted, as all that follows
        self.kind = ClientKind.PLAIN
        self.client_id = 0
        """Of the client that it is just now: who is taken back at the door becomes another one."""
        self.handshake_kept: Handshake  # when it is done
        self.observer: ConnectionObserver  # the same
        self.outlet: Outlet
        self.bytes_read = 0
        """Since the handshake."""
        self._reception = reception
        self._phase: Phase = HANDSHAKE
        self._opening: Opening | None = None
        self._assembler: MessageAssembler
        self._pinging: Pinging
        self._dismissal: Ending | None = None
        self._abort_timer: asyncio.TimerHandle | None = None
        self._lost_waiter: asyncio.Future[None] | None = None
        self._paced: PacedReading | None = None
        """Where compression was agreed on."""
        self._session: Session

    @property
    def remote_address(self) -> Any:  # noqa: ANN401  (as the system gives it)
        """IP address and port of the peer, first of all."""
        return self.transport.get_extra_info("peername")

    @property
    def local_address(self) -> Any:  # noqa: ANN401
        """The same of our end."""
        return self.transport.get_extra_info("sockname")

    # Writing -------------------------------------------------------------------------------------

    def write(self, frames: bytes) -> bool:
        """Write whole frames that are counted elsewhere; tell whether the connection was open."""
        if self.protocol.state is not _STATE_OPEN:
            self._notice_end()
            return False
        self.outlet.write(frames)
        return True

    def grant_backlog(self, extra_bytes: int) -> None:
        """Allow for one answer that may be longer than the cap, such as a welcome."""
        self.transport.set_write_buffer_limits(self._reception.backlog_bytes + extra_bytes)

    def change_transport(self, transport: asyncio.Transport) -> None:
        """Read and write through something that stands before the transport."""
        self.transport = transport
        self.outlet.change_transport(transport)

    @property
    def bytes_written(self) -> int:
        """Since the handshake; what still waits is written too."""
        return self.observer.sent_bytes

    @property
    def backlog_bytes(self) -> int:
        """What is written but not yet taken by the system."""
        return self.outlet.backlog_bytes

    def ping_now(self) -> None:
        """Send a ping of which nothing is wanted but the round trip."""
        self._ping(self._pinging.next_payload())

    def ping(self, payload: bytes, on_pong: Callable[[], object]) -> bool:
        """Send a ping and have its answer told; False while one with this payload has none."""
        if not self._pinging.expect(payload, on_pong):
            return False
        self._ping(payload)
        return True

    def _ping(self, payload: bytes) -> None:
        if self.protocol.state is _STATE_OPEN:
            self.protocol.send_ping(payload)
            self.write_own()

    def dismiss(self, close_code: int, reason: str, cause: LeaveCause) -> None:
        """Start the closing handshake; the socket is dropped if the peer does not finish it."""
        if self.protocol.state is not _STATE_OPEN:
            return
        self._dismissal = ending = Ending(cause, close_code, fitting_reason(reason))
        self.protocol.send_close(close_code, ending.close_reason)
        self.write_own()
        self._notice_end()

    def time_out(self) -> None:
        """Fail the connection, because its peer does not answer."""
        self.protocol.fail(CloseCode.INTERNAL_ERROR, "keepalive ping timeout")
        self.write_own()
        self._notice_end()

    def unanswered_s(self, now_s: float) -> float:
        """Return for how long the oldest unanswered ping waits; 0 where none does."""
        return self.observer.pong_overdue_s(now_s) or 0.0

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

    def change_session(self, session: Session) -> None:
        """Be for something else from now on; the session before is not told."""
        self._session = session

    # What the opening calls ----------------------------------------------------------------------

    def open(self, handshake: Handshake) -> None:
        """Be a WebSocket: the answer that says so is about to be written."""
        opening = self._opening
        assert opening is not None, "no connection opens twice"
        self._opening = None
        self.handshake_kept = handshake
        self.outlet.write_all(self.protocol.data_to_send())
        self._phase = OPEN
        self._assembler = MessageAssembler()
        self._pinging = Pinging()
        compressed = bool(self.protocol.extensions)
        if compressed:
            self._paced = PacedReading(self._reception.pacer, self.transport, self._read_paced)
        self.observer = ConnectionObserver(
            compression=Compression.PERMESSAGE_DEFLATE if compressed else Compression.NONE,
            max_message_bytes=self.protocol.max_message_size,
        )
        self.outlet.open()
        self.transport.set_write_buffer_limits(self._reception.backlog_bytes)
        self._reception.keepalive.watch(self)
        self._session = self._reception.open_session(self)
        self._session.opened()
        behind_request = opening.release()
        if behind_request:
            self.data_received(behind_request)
        self._notice_end()

    def write_own(self) -> None:
        """Write what the engine has to say by itself: answers, close frames, pings, pongs."""
        written = self.protocol.data_to_send()
        if written:
            self.outlet.write_all(written)
            if self._opening is None:
                self._reception.watch.sent(
                    self.client_id, self.observer, written, self.loop.time(), self.backlog_bytes
                )
        if self.protocol.close_expected():
            self.outlet.close()
            self._await_end()

    async def wait_closed(self) -> None:
        """Return when the connection is gone, and nothing works for it any more."""
        if self._phase is not LOST:
            if self._lost_waiter is None:
                self._lost_waiter = self.loop.create_future()
            await asyncio.shield(self._lost_waiter)
        if self._opening is not None:
            await self._opening.wait_answered()

    # What the transport calls --------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        self.transport = cast("asyncio.Transport", transport)
        self.outlet = Outlet(self.transport)
        self._opening = Opening(self, self._reception)
        self._reception.arrived(self)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if self._opening is not None:
            self._opening.received(data)
        elif self._paced is not None:
            self._paced.received(data)
        else:
            self._read(data)

    def eof_received(self) -> bool:
        """Tell whether to stay open for what is to be written; see asyncio.Protocol."""
        if self.transport.get_extra_info("ssl_object") is not None:
            self._take_eof()
            return False  # TLS cannot be half closed here
        if self._opening is None or not self._opening.is_answering:
            # In the next turn: what the peer has asked for before is written at the end of this.
            self.loop.call_soon(self._take_eof)
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (`ending_of` knows)
        """See asyncio.Protocol."""
        self.protocol.receive_eof()
        self._notice_end()
        self._phase = LOST
        if self._abort_timer is not None:
            self._abort_timer.cancel()
        if self._opening is not None:
            self._opening.end()
        if self._lost_waiter is not None:
            self._lost_waiter.set_result(None)
        self._reception.departed(self)

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        if self._phase is OPEN:
            self._session.backlogged()
        elif self._opening is not None:
            self._opening.pause_writing()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        if self._phase is OPEN:
            self._session.relieved()
        elif self._opening is not None:
            self._opening.resume_writing()

    # Inside --------------------------------------------------------------------------------------

    def _take_eof(self) -> None:
        if not self.transport.is_closing():
            self.protocol.receive_eof()
            if self._opening is None:
                self.write_own()
            else:
                self._opening.write_answer()
            self._notice_end()
            self.transport.close()

    def _read(self, data: bytes) -> list[Frame]:
        """Take what follows the handshake; return the frames that it completed."""
        protocol = self.protocol
        self.bytes_read += len(data)
        self._reception.watch.received(self.client_id, self.observer, data, self.loop.time())
        protocol.receive_data(data)
        frames = cast("list[Frame]", protocol.events_received())  # the request has been taken
        if protocol.writes:
            self.write_own()
        for frame in frames:
            opcode = frame.opcode
            if opcode is _TEXT or opcode is _BINARY or opcode is _CONT:
                self._take(frame)
            elif opcode is _PONG:
                self._pinging.ponged(bytes(frame.data))
        self._notice_end()
        return frames

    def _read_paced(self, data: bytes) -> int:
        """Do the same; return how many bytes it was inflated to."""
        return sum(len(frame.data) for frame in self._read(data))

    def _take(self, frame: Frame) -> None:
        if self._phase is not OPEN:
            return  # dismissed by an earlier frame of the same read
        try:
            message = self._assembler.put(frame)
        except UnicodeDecodeError as error:
            self.protocol.fail(CloseCode.INVALID_DATA, f"{error.reason} at byte {error.start}")
            self.write_own()
            return
        if message is not None:
            self._session.received(message)

    def _await_end(self) -> None:
        """Drop the connection if the peer does not end it in time."""
        if self._abort_timer is None:
            self._abort_timer = self.loop.call_later(
                self._reception.close_timeout_s, self.transport.abort
            )

    def _notice_end(self) -> None:
        """Close the session, once, as soon as the connection is no longer open."""
        if self._phase is not OPEN or self.protocol.state is _STATE_OPEN:
            return
        self._phase = ENDED
        self.outlet.close()
        self._reception.keepalive.forget(self)
        ending = self._dismissal or ending_of(self.protocol)
        violation = VERDICTS.get(ending.close_code)
        if violation is not None and ending.cause is LeaveCause.PROTOCOL_ERROR:
            self._reception.watch.violated(self.client_id, self.observer, violation)
        self._session.closed(ending)
