"""The window's commands: which key does what, how it is written, and where the menu has it.

Alt with a letter, because Control with a letter is taken inside fields; Command on a Mac, where Alt
types letters. To add one: a member of Key, its line in TITLES, and `bind` where it is carried out.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from enum import Enum, StrEnum

from msgspec import Struct

from wschat_gui.language import N_, _


class Key(StrEnum):
    """What each command is done with: a letter with Alt, or a key as Tk names it."""

    START_STOP = "s"
    COPY_ADDRESS = "c"
    JOIN_CODE = "j"
    OPEN_BROWSER = "o"
    PICK_ADDRESS = "i"
    SWITCH_MODE = "t"
    CLIENTS = "l"
    FILTER = "f"
    FOLLOW = "w"
    ANNOUNCE = "a"
    SEARCH = "h"
    POSTER = "p"
    WIFI = "n"
    JOIN_DOCTOR = "d"
    FIND_CLIENT = "g"
    CLIENT_DETAILS = "e"
    KICK = "k"
    BAN = "b"
    MUTE = "m"
    UNMUTE = "u"
    RENAME = "F2"
    TELL = "F3"
    BANS = "F4"
    UNDO = "Control-z"
    FREEZE = "F6"
    SLOW = "F7"
    LOCK = "F8"
    CLEAR = "F9"
    EVERYBODY_OUT = "F12"
    FRAMES = "r"
    PAUSE_FRAMES = "F5"
    XRAY = "v"
    EXPORT_FRAMES = "F11"
    STATISTICS = "y"
    LAB = "x"
    SETTINGS = "Control-comma"
    MENU = "F10"
    HELP = "F1"


class Topic(Enum):
    """The menu's parts; the value is the title."""

    ROOM = N_("Room")
    PEOPLE = N_("People")
    CONDUCT = N_("Conduct")
    MESSAGES = N_("Messages")
    FRAMES = N_("Frames")
    WINDOW = N_("Window")
    HELP = N_("Help")


TITLES: dict[Key, tuple[Topic, str]] = {
    Key.START_STOP: (Topic.ROOM, N_("Start or stop the server")),
    Key.COPY_ADDRESS: (Topic.ROOM, N_("Copy the address")),
    Key.JOIN_CODE: (Topic.ROOM, N_("Show or hide the code to scan")),
    Key.OPEN_BROWSER: (Topic.ROOM, N_("Open the room in this computer's browser")),
    Key.PICK_ADDRESS: (Topic.ROOM, N_("Which of this computer's addresses to show")),
    Key.POSTER: (Topic.ROOM, N_("Poster on the whole screen, to show or to print")),
    Key.WIFI: (Topic.ROOM, N_("A code for the Wi-Fi")),
    Key.JOIN_DOCTOR: (Topic.ROOM, N_("Find out why somebody cannot join")),
    Key.FIND_CLIENT: (Topic.PEOPLE, N_("Find clients by nick, address or browser")),
    Key.CLIENT_DETAILS: (Topic.PEOPLE, N_("All that is known of the selected client")),
    Key.TELL: (Topic.PEOPLE, N_("Tell the selected clients something privately")),
    Key.RENAME: (Topic.PEOPLE, N_("Give the selected client another nick")),
    Key.MUTE: (Topic.PEOPLE, N_("Mute the selected clients")),
    Key.UNMUTE: (Topic.PEOPLE, N_("Let the selected clients speak again")),
    Key.KICK: (Topic.PEOPLE, N_("Kick the selected clients")),
    Key.BAN: (Topic.PEOPLE, N_("Ban the selected clients")),
    Key.BANS: (Topic.PEOPLE, N_("Show who is banned")),
    Key.UNDO: (Topic.PEOPLE, N_("Undo what was done last")),
    Key.FREEZE: (Topic.CONDUCT, N_("Freeze or unfreeze: only the host may speak")),
    Key.SLOW: (Topic.CONDUCT, N_("Slow mode: off, 5, 15 or 60 seconds between messages")),
    Key.LOCK: (Topic.CONDUCT, N_("Lock or unlock the door: nobody new comes in")),
    Key.CLEAR: (Topic.CONDUCT, N_("Delete all that was ever said")),
    Key.EVERYBODY_OUT: (Topic.CONDUCT, N_("Save the transcript, then everybody out")),
    Key.SWITCH_MODE: (Topic.WINDOW, N_("Light or dark")),
    Key.CLIENTS: (Topic.WINDOW, N_("Go to the clients")),
    Key.FILTER: (Topic.MESSAGES, N_("Filter the log")),
    Key.FOLLOW: (Topic.MESSAGES, N_("Follow the newest line")),
    Key.ANNOUNCE: (Topic.MESSAGES, N_("Say something to everybody")),
    Key.SEARCH: (Topic.MESSAGES, N_("Search the transcript")),
    Key.FRAMES: (Topic.FRAMES, N_("Look at single frames")),
    Key.PAUSE_FRAMES: (Topic.FRAMES, N_("Pause the frame inspector, or let it go on")),
    Key.XRAY: (Topic.FRAMES, N_("X-ray of the chosen frame")),
    Key.EXPORT_FRAMES: (Topic.FRAMES, N_("Export captured frames")),
    Key.STATISTICS: (Topic.FRAMES, N_("Statistics of the room, or of one client")),
    Key.LAB: (Topic.FRAMES, N_("Protocol lab with the selected client")),
    Key.SETTINGS: (Topic.WINDOW, N_("Settings")),
    Key.MENU: (Topic.WINDOW, N_("Menu")),
    Key.HELP: (Topic.HELP, N_("About this program")),
}
"""Where the menu has each command, and its name there and in tooltips."""

_SYMBOLS = {"comma": ",", "period": ".", "plus": "+", "minus": "-"}


class Command(Struct, frozen=True):
    """One thing that can be done, from the menu or by its key."""

    topic: Topic
    title: str
    """In the language in force."""
    keys: str
    """As they are written, such as `Alt+S`; empty: none."""
    act: Callable[[], object]


class Shortcuts:
    """Binds keys on the root window, and knows all commands."""

    def __init__(self, root: tkinter.Tk, is_allowed: Callable[[], bool]) -> None:
        """Bind on `root`; while `is_allowed()` is false, keys do nothing (a dialog is open)."""
        self._root = root
        self._is_allowed = is_allowed
        self._commands: list[Command] = []
        self._on_mac = root.tk.call("tk", "windowingsystem") == "aqua"
        self._modifier = "Command" if self._on_mac else "Alt"
        self._control = "Command" if self._on_mac else "Control"

    @property
    def commands(self) -> tuple[Command, ...]:
        """All that can be done, in the order of TITLES; those without a key behind."""
        order = [_(title) for _topic, title in TITLES.values()]
        places = {title: place for place, title in enumerate(order)}
        return tuple(sorted(self._commands, key=lambda each: places.get(each.title, len(places))))

    def hint(self, text: str, key: Key) -> str:
        """Write what a widget does with its key, such as `Copy the address (Alt+C)`."""
        return f"{text} ({self.written(key)})"

    def tip(self, key: Key) -> str:
        """Write a command's title with its key."""
        return self.hint(_(TITLES[key][1]), key)

    def written(self, key: Key) -> str:
        """Write a key as people know it."""
        *modifiers, last = self._sequence(key).split("-")
        if self._on_mac:
            return "⌘" * len(modifiers) + _SYMBOLS.get(last, last.upper())
        words = ["Ctrl" if each == "Control" else each for each in modifiers]
        return "+".join([*words, _SYMBOLS.get(last, last.upper() if len(last) == 1 else last)])

    def bind(self, key: Key, action: Callable[[], object]) -> None:
        """Make a key do something, in either case of its letter, and list it in the menu."""
        topic, title = TITLES[key]
        self._commands.append(Command(topic, _(title), self.written(key), action))
        *modifiers, last = self._sequence(key).split("-")
        for each in {last, last.upper()} if len(last) == 1 else {last}:
            self._bind(f"<{'-'.join([*modifiers, each])}>", action)

    def offer(self, topic: Topic, title: str, action: Callable[[], object]) -> None:
        """List something in the menu that has no key; `title` in the language in force."""
        self._commands.append(Command(topic, title, "", action))

    def bind_quit(self, action: Callable[[], object]) -> None:
        """Bind the key that closes a window on this system, dialog or not."""
        for letter in ("q", "Q"):
            self._root.bind(f"<{self._control}-{letter}>", lambda _event: action())
        written = "⌘Q" if self._on_mac else "Ctrl+Q"
        self._commands.append(Command(Topic.WINDOW, _("Quit"), written, action))

    def _sequence(self, key: Key) -> str:
        if len(key) == 1:
            return f"{self._modifier}-{key}"
        return key.replace("Control", self._control)

    def _bind(self, sequence: str, action: Callable[[], object]) -> None:
        def run(_event: object) -> str:
            if self._is_allowed():
                action()
            return "break"

        self._root.bind(sequence, run)
