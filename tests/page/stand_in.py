"""A small honest host for the page's tests: serves the page's files and speaks `wschat.v1`.

It stands in for the real server so that the page can be tested alone and driven into corners: cut
connections, frozen sockets, a new epoch, forgotten history. It keeps the rules of the vocabulary
and nothing more: no limits, no bans, no plain-text dialect, no cleaning of what clients send.
"""

from __future__ import annotations

import asyncio
import http
import mimetypes
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from tests.page.answers import SECURITY_HEADERS, plain
from tests.page.transcript import Transcript
from wschat_gui.chat import requests
from wschat_gui.chat import vocabulary as v
from wschat_gui.server.http_answers import joined_sources, read_sources

T = TypeVar("T")

KICKED, WRONG_CODE = 4001, 4003


@dataclass(eq=False)
class Member:
    """Somebody who has joined; outlives the connection, so that the token gives the place back."""

    client_id: int
    nick: str
    token: str
    connection: ServerConnection | None
    person_id: str = ""
    ids: set[str] = field(default_factory=set)
    """Of the messages accepted from here: a resend is recognised."""
    cause: v.LeaveCause | None = None
    """Set before a close that is the host's doing."""
    frozen: bool = False
    """Nothing goes in or out any more, yet the socket is open: a phone after a sleep."""


class StandIn:
    """One room on 127.0.0.1; every public method may be called from the test's thread."""

    def __init__(self, *, room: str = "Physics 7b", code: str = "") -> None:
        """Open the room on a free port."""
        self.code = code
        self.refuse_upgrades = False
        self.refuse_says: tuple[v.RefusalCode, str] | None = None
        self.message_chars = 4_000
        self.answers_older = True
        self.said_ids: list[str] = []
        """Of every `say` that came in, resends included."""
        self.asked_older: list[int] = []
        """The `before_seq` of every `older` that came in."""
        self.joins: list[requests.Join] = []
        self._room = room
        self._epoch = secrets.token_hex(4)
        self._members: dict[str, Member] = {}
        self._last_client_id = 0
        self._transcript = Transcript()
        self._port = 0
        self._server: Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stand-in")
        self._thread.start()
        self.open()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def nicks(self) -> list[str]:
        """Who is in the room now."""
        return self._on_loop(lambda: [member.nick for member in self._present()])

    def open(self) -> None:
        """Listen, after a `close` on the same port as before."""
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self._port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Stop as a host does: everybody is closed with 1001."""
        server, self._server = self._server, None
        if server is None:
            return

        async def closing() -> None:
            for member in self._present():
                member.cause = v.LeaveCause.SERVER_STOPPED
            server.close()
            await server.wait_closed()

        asyncio.run_coroutine_threadsafe(closing(), self._loop).result()

    def shut_down(self) -> None:
        """Close and end the thread."""
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def kick(self, nick: str, reason: str, close_code: int = KICKED) -> None:
        """Send somebody away."""

        async def kicking() -> None:
            member = self._member(nick)
            member.cause = v.LeaveCause.KICKED
            del self._members[member.token]
            self._tell_all(v.Left(member.client_id, nick, v.LeaveCause.KICKED))
            connection, member.connection = member.connection, None
            assert connection is not None
            await connection.close(close_code, reason)

        asyncio.run_coroutine_threadsafe(kicking(), self._loop).result()

    def cut(self, nick: str) -> None:
        """Tear the TCP connection of a member without a close frame."""

        def cutting() -> None:
            self._connection_of(nick).transport.abort()

        self._on_loop(cutting)

    def freeze(self, nick: str) -> None:
        """Leave a member's socket open but dead."""
        self._on_loop(lambda: setattr(self._member(nick), "frozen", True))

    def announce(self, text: str) -> None:
        """Speak to the room as the host."""
        self._on_loop(lambda: self._keep(v.Announced(self._transcript.next_seq(), _now_ms(), text)))

    def tell(self, count: int) -> None:
        """Let Grace have said `count` messages, the `seq` as text, a minute apart until now."""

        def telling() -> None:
            now_ms = _now_ms()
            for left in reversed(range(count)):
                seq, at_ms = self._transcript.next_seq(), now_ms - left * 60_000
                self._keep(v.Said(seq, at_ms, 0, "Grace", f"told {seq}", f"{seq}"))

        self._on_loop(telling)

    def delete(self, *ranges: v.SeqPair) -> None:
        """Delete for everybody, as the host does."""

        def deleting() -> None:
            self._transcript.delete(ranges)
            self._tell_all(v.Deleted(ranges))

        self._on_loop(deleting)

    def forget(self) -> None:
        """Keep nothing of what was said so far."""
        self._on_loop(self._transcript.forget)

    def begin_afresh(self) -> None:
        """A new numbering, as after a restart without an archive."""
        self._epoch = secrets.token_hex(4)
        self._transcript = Transcript()
        self._members.clear()

    # On the loop ---------------------------------------------------------------------------------

    def _on_loop(self, act: Callable[[], T]) -> T:
        async def acting() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(acting(), self._loop).result(timeout=5)

    async def _listen(self) -> Server:
        return await serve(
            self._session,
            "127.0.0.1",
            self._port,
            subprotocols=[Subprotocol(v.SUBPROTOCOL)],
            process_request=self._answer,
            compression=None,
            close_timeout=1,
        )

    def _answer(self, _connection: ServerConnection, request: Request) -> Response | None:
        if request.headers.get("Upgrade") is not None:
            return plain(http.HTTPStatus.SERVICE_UNAVAILABLE) if self.refuse_upgrades else None
        name = request.path.split("?")[0].lstrip("/") or "index.html"
        source = _page_sources().get(name)
        if source is None:
            return plain(http.HTTPStatus.NOT_FOUND)
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        body = source.encode()
        headers = Headers(SECURITY_HEADERS)
        headers["Content-Type"] = f"{media_type}; charset=utf-8"
        headers["Content-Length"] = str(len(body))
        return Response(200, "OK", headers, body)

    async def _session(self, connection: ServerConnection) -> None:
        member: Member | None = None
        try:
            async for text in connection:
                assert isinstance(text, str), "the page sends text frames only"
                if member is None:
                    member = await self._join(connection, text)
                elif not member.frozen:
                    self._receive(member, v.decode(text))
        except ConnectionClosed:
            pass  # cut by the test or by the browser: the same as a close here
        finally:
            if member is not None and member.connection is connection:
                self._gone(member)

    async def _join(self, connection: ServerConnection, text: str) -> Member | None:
        join = v.decode(text)
        assert isinstance(join, requests.Join), "the first message is a join"
        self.joins.append(join)
        if join.code != self.code:
            self._tell(connection, v.Refused(v.RefusalCode.WRONG_CODE, "The room code is wrong."))
            await connection.close(WRONG_CODE, "room code wrong")
            return None
        known = self._members.get(join.token)
        others = {member.nick.casefold() for member in self._present() if member is not known}
        if join.nick.casefold() in others:
            sentence, suggestion = f"{join.nick} is already here.", f"{join.nick} 2"
            refusal = v.Refused(v.RefusalCode.NICK_TAKEN, sentence, suggestion=suggestion)
            self._tell(connection, refusal)
            return None
        return self._admit(connection, join, known)

    def _admit(
        self, connection: ServerConnection, join: requests.Join, known: Member | None
    ) -> Member:
        self._last_client_id += 1
        token = secrets.token_hex(8)
        member = Member(self._last_client_id, join.nick, token, connection, join.device or token)
        if known is not None:
            member.token, member.ids = known.token, known.ids
            if known.connection is not None:
                self._tell_all(v.Left(known.client_id, known.nick, v.LeaveCause.LEFT))
                known.connection.transport.abort()
                known.connection = None
        self._members[member.token] = member
        resumes = join.epoch == self._epoch
        history, complete = self._transcript.after(join.last_seq if resumes else 0)
        people = [v.Person(each.client_id, each.nick, each.person_id) for each in self._present()]
        welcome = v.Welcome(
            member.client_id, member.nick, member.token, self._room, self._epoch, tuple(people),
            history, complete or not resumes, self._transcript.gone, _now_ms(), self.message_chars,
            member.person_id,
        )  # fmt: skip
        self._tell(connection, welcome)
        self._tell_all(v.Joined(member.client_id, member.nick, member.person_id))
        return member

    def _receive(self, member: Member, message: requests.PageMessage) -> None:
        match message:
            case requests.Say(id, text, reply_to):
                self.said_ids.append(id)
                if self.refuse_says is not None and member.connection is not None:
                    code, sentence = self.refuse_says
                    self._tell(member.connection, v.Refused(code, sentence, id))
                    return
                if id in member.ids:
                    return
                member.ids.add(id)
                seq, who = self._transcript.next_seq(), (member.client_id, member.nick)
                self._keep(v.Said(seq, _now_ms(), *who, id, text, member.person_id, reply_to))
            case requests.Rename(nick):
                self._rename(member, nick)
            case requests.Older(before_seq):
                self.asked_older.append(before_seq)
                if self.answers_older and member.connection is not None:
                    self._tell(member.connection, self._transcript.before(before_seq))
            case requests.Probe() if member.connection is not None:
                self._tell(member.connection, v.Probed())
            case requests.Join():
                raise AssertionError("joined twice")

    def _rename(self, member: Member, nick: str) -> None:
        if nick in [each.nick for each in self._present()]:
            sentence, suggestion = f"{nick} is already here.", f"{nick} 2"
            refusal = v.Refused(v.RefusalCode.NICK_TAKEN, sentence, suggestion=suggestion)
            self._tell(self._connection_of(member.nick), refusal)
            return
        old_nick, member.nick = member.nick, nick
        self._tell_all(v.Renamed(member.client_id, old_nick, nick))

    def _gone(self, member: Member) -> None:
        connection, member.connection = member.connection, None
        is_polite = connection is not None and connection.close_code in {1000, 1001}
        cause = member.cause or v.LeaveCause["LEFT" if is_polite else "TIMED_OUT"]
        self._tell_all(v.Left(member.client_id, member.nick, cause))

    def _keep(self, event: v.KeptEvent) -> None:
        self._transcript.append(event)
        self._tell_all(event)

    def _tell_all(self, message: v.ServerMessage) -> None:
        for member in self._present():
            if member.connection is not None and not member.frozen:
                self._tell(member.connection, message)

    @staticmethod
    def _tell(connection: ServerConnection, message: v.ServerMessage) -> None:
        broadcast([connection], v.encode(message).decode())

    def _present(self) -> list[Member]:
        return [member for member in self._members.values() if member.connection is not None]

    def _member(self, nick: str) -> Member:
        (member,) = (each for each in self._present() if each.nick == nick)
        return member

    def _connection_of(self, nick: str) -> ServerConnection:
        connection = self._member(nick).connection
        assert connection is not None, "only who is present is found"
        return connection


@cache
def _page_sources() -> dict[str, str]:
    return joined_sources(read_sources())


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
