"""The tab with the captured frames: filter, rows, and how full the capture is.

What the tab asks for is carried out by `inspector_desk.py`.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from msgspec import Struct

from wschat_gui.bridge.frame_words import FrameRow
from wschat_gui.gui.filter_field import FilterField
from wschat_gui.gui.frame_menu import FrameMenu
from wschat_gui.gui.frame_rows import FrameRows, on_open
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.capture_words import extent_text, info_text
from wschat_gui.model.frame_book import FrameBook

_TAB = N_("Frame inspector")
_FOLLOW = N_("Follow")
_FOLLOW_TIP = N_("Stay at the newest frame")
_FILTER_TIP = N_("Show only frames for which this holds, in Wireshark's words")
_CAPTURE = N_("Capture")
_CAPTURE_TIP = N_("Keep every frame for a while, to look at it here")
_PAUSE_TIP = N_("Stop the rows, or let them go on")
_EXPORT_TIP = N_("Export frames …")
_CLEAR_TIP = N_("Forget all captured frames")
_XRAY_TIP = N_("Show the chosen frame in full")
_CLIENT_TIP = N_("Show the client of the chosen frame")
_MESSAGE_TIP = N_("Show the message of the chosen frame in the transcript")
_NO_FRAMES = N_("Frames will stand here as they come and go.")
_NOT_CAPTURING = N_("Nothing is captured. Switch it on below.")
_NONE_FITS = N_("No captured frame fits the filter.")


class InspectorActions(Struct, frozen=True, kw_only=True):
    """What the tab can ask for."""

    narrow: Callable[[str], None]
    pause: Callable[[], None]
    capture: Callable[[bool], None]
    clear: Callable[[], None]
    xray: Callable[[int], None]
    show_client: Callable[[FrameRow], None]
    show_message: Callable[[int], None]
    """Of the frame with this number."""
    export: Callable[[], None]
    limits: Callable[[], tuple[int, int]]
    """Frames and bytes that the capture holds at most."""


class InspectorPanel:
    """One tab of the lower panel."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        book: FrameBook,
        shortcuts: Shortcuts,
        actions: InspectorActions,
    ) -> None:
        """Add the tab to `tabs`."""
        self._look = look
        self._tabs = tabs
        self._book = book
        self._actions = actions
        self.follow = tkinter.BooleanVar(look.root, value=True)
        self.captures = tkinter.BooleanVar(look.root, value=True)
        self._shows_paused = False
        """As the button shows it."""
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        self._make_filter_row(shortcuts)
        self.info = look.label(self.frame, tone=Tone.MUTED)
        self.info.configure(width=1)  # takes what it gets, and asks for nothing
        self.info.grid(row=1, column=0, sticky="ew", pady=(look.px(4), 0))
        body = look.frame(self.frame)
        body.grid(row=2, column=0, sticky="nsew", pady=look.px(4))
        self.rows = FrameRows(look, body, book, self.follow)
        self._empty = look.label(body, tone=Tone.MUTED)
        self._make_capture_row(shortcuts)
        on_open(self.rows, self._open_chosen)
        self.menu = FrameMenu(look, self.rows, actions, narrow=self.filter.set)
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(2, weight=1)
        self.frame.bind("<Map>", lambda _event: self.frame.after_idle(self.render))
        self._bind(shortcuts)
        self.render()

    @property
    def is_seen(self) -> bool:
        """Whether anybody can see the rows."""
        return bool(self.frame.winfo_viewable())

    @property
    def hint(self) -> str:
        """What is said in place of rows; empty while there are rows."""
        return str(self._empty.cget("text")) if self._empty.winfo_manager() else ""

    def show(self) -> None:
        """Bring the tab to the front, the keys going to the filter."""
        self._tabs.tk.call(self._tabs, "select", self.frame)
        self.filter.text.focus_set()

    def render(self) -> None:
        """Show what is known now. While nobody can see the tab, leave it for later."""
        if not self.is_seen:
            return
        book, extent = self._book, self._book.extent
        self.rows.render()
        self.filter.show_fault(book.fault)
        tone = Tone.BAD if book.fault else Tone.WARNING if book.is_paused else Tone.MUTED
        self._look.tell(self.info, info_text(book), tone)
        self._look.tell(self.extent, extent_text(extent, *self._actions.limits()))
        if extent is not None and self.captures.get() != extent.is_on:
            self.captures.set(extent.is_on)
        if self._shows_paused != book.is_paused:
            self._shows_paused = book.is_paused
            self._look.set_button(self.pause_button, icon="play" if book.is_paused else "pause")
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        book = self._book
        if book.items or book.fault is not None:
            self._empty.place_forget()
            return
        is_on = book.extent is None or book.extent.is_on
        hint = _NONE_FITS if book.filter else _NO_FRAMES if is_on else _NOT_CAPTURING
        self._empty.configure(text=_(hint))
        self._empty.place(relx=0.5, rely=0.5, anchor="center")

    # Making --------------------------------------------------------------------------------------

    def _make_filter_row(self, shortcuts: Shortcuts) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=0, column=0, sticky="ew")
        look.icon_label(row, "funnel").grid(row=0, column=0, padx=(0, look.px(8)))
        self.filter = FilterField(look, row, changed=self._actions.narrow, entered=self._go_to_rows)
        self.filter.frame.grid(row=0, column=1, sticky="ew")
        look.tooltip(self.filter.text, shortcuts.hint(_(_FILTER_TIP), Key.FRAMES))
        self.pause_button = look.icon_button(
            row,
            "pause",
            self._actions.pause,
            tip=shortcuts.hint(_(_PAUSE_TIP), Key.PAUSE_FRAMES),
            surface=Surface.PANEL,
        )
        self.pause_button.grid(row=0, column=2, padx=look.px(4))
        self.follow_switch = look.switch_button(row, _(_FOLLOW), self.follow, self._followed)
        self.follow_switch.grid(row=0, column=3, padx=(look.px(4), 0))
        look.tooltip(self.follow_switch, _(_FOLLOW_TIP))
        row.grid_columnconfigure(1, weight=1)

    def _make_capture_row(self, shortcuts: Shortcuts) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=3, column=0, sticky="ew")
        self.capture_switch = look.switch_button(
            row, _(_CAPTURE), self.captures, self._switch_capture
        )
        look.tooltip(self.capture_switch, _(_CAPTURE_TIP))
        self.capture_switch.grid(row=0, column=0)
        self.extent = look.label(row, tone=Tone.MUTED)
        self.extent.configure(width=1)
        self.extent.grid(row=0, column=1, sticky="ew", padx=look.px(10))
        row.grid_columnconfigure(1, weight=1)
        self.buttons = {
            name: look.icon_button(row, icon, act, tip=tip, surface=Surface.PANEL)
            for name, icon, act, tip in (
                ("xray", "zoom-in", self._open_chosen, shortcuts.hint(_(_XRAY_TIP), Key.XRAY)),
                ("client", "person", self._show_client, _(_CLIENT_TIP)),
                ("message", "chat-left-text", self._show_message, _(_MESSAGE_TIP)),
                (
                    "export",
                    "box-arrow-down",
                    self._actions.export,
                    shortcuts.hint(_(_EXPORT_TIP), Key.EXPORT_FRAMES),
                ),
                ("clear", "trash", self._actions.clear, _(_CLEAR_TIP)),
            )
        }
        for column, button in enumerate(self.buttons.values(), start=2):
            button.grid(row=0, column=column)

    def _bind(self, shortcuts: Shortcuts) -> None:
        shortcuts.bind(Key.FRAMES, self.show)
        shortcuts.bind(Key.PAUSE_FRAMES, self._actions.pause)
        shortcuts.bind(Key.XRAY, self._open_chosen)
        shortcuts.bind(Key.EXPORT_FRAMES, self._actions.export)
        self.rows.text.bind("<Escape>", lambda _event: self.filter.text.focus_set())

    # What the person does ------------------------------------------------------------------------

    def _open_chosen(self) -> None:
        frame = self.rows.chosen_frame
        if frame is not None:
            self._actions.xray(frame.number)

    def _show_client(self) -> None:
        if self.rows.chosen_frame is not None:
            self._actions.show_client(self.rows.chosen_frame)

    def _show_message(self) -> None:
        if self.rows.chosen_frame is not None:
            self._actions.show_message(self.rows.chosen_frame.number)

    def _switch_capture(self) -> None:
        self._actions.capture(self.captures.get())

    def _followed(self) -> None:
        if self.follow.get():
            self.rows.go_to_end()

    def _go_to_rows(self) -> None:
        self.rows.text.focus_set()
        if self.rows.chosen is None:
            self.rows.choose(len(self.rows.rows))
