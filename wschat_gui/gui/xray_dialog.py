"""One frame in full: its header bit by bit, its payload masked and unmasked, its message, its way.

What is known of the frame is in `model/xray.py`; who asks for it is `frame_desk.py`.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from tkinter import ttk

from msgspec import Struct

from wschat_gui.bridge.frame_words import FrameRow, FrameXray
from wschat_gui.gui.bit_diagram import BitDiagram
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.formats import count
from wschat_gui.model.hex_dump import ROW_CHARS, hex_dump
from wschat_gui.model.xray import (
    XrayBook,
    as_text,
    delivery_cells,
    facts_of,
    readable,
    title_of,
)

_TITLE = N_("X-ray")
_GONE = N_("This frame is no longer captured: newer ones have taken its place.")
_WAITING = N_("One moment …")
_WIRE = N_("Payload on the wire")
_UNMASKED = N_("Payload, unmasked")
_MESSAGE = N_("Whole message")
_NO_MASK = N_("Not masked: the same as on the wire.")
_COPY_HEX, _COPY_TEXT = N_("Copy as hex"), N_("Copy as text")
_SHOW_CLIENT, _SHOW_MESSAGE = N_("Show the client"), N_("Show the message")
_PREVIOUS, _NEXT = N_("The frame before (Alt+Left)"), N_("The frame after (Alt+Right)")
_FRAGMENTS, _CARRIED = N_("Fragments of the message"), N_("Went out as")
_DELIVERED = (N_("Went out to"), N_("written"), N_("waiting"), N_("confirmed"))
_CLOSE = N_("Close")
_MOST_LINKS = 6
_WIDTH_PX = 930
_PANE_ROWS = 9
_MARGINS_PX = 130
"""Of the card, with its border, its gaps and its bars."""
_LEAST_MESSAGE_PX, _MOST_MESSAGE_PX = 240, 420
_DIM, _WARN, _CELLS = "Dim", "Warn", "Cells"


class XrayActions(Struct, frozen=True, kw_only=True):
    """What the card can ask for."""

    open: Callable[[int], None]
    neighbour: Callable[[int, int], int]
    """The number of the frame so many rows on; 0: none."""
    show_client: Callable[[FrameRow], None]
    show_message: Callable[[int], None]


class XrayDialog(Dialog):
    """A card that shows whichever frame the book has."""

    def __init__(
        self, look: Look, book: XrayBook, actions: XrayActions, on_close: Callable[[], None]
    ) -> None:
        """Open it; it fills when the answer comes."""
        super().__init__(look, _(_TITLE), _(_WAITING), on_close, width=_WIDTH_PX)
        self._book = book
        self._actions = actions
        self._drawn: FrameXray | None = None
        self._links: list[ttk.Button] = []
        self._make_links()
        self._make_upper()
        self._make_panes()
        self._make_buttons()
        for sequence, step in (("<Alt-Left>", -1), ("<Alt-Right>", 1)):
            self._bind_deep(self.frame, sequence, step)
        self.escape_closes(self.body)
        self.open(self.close_button)
        self.render()

    def render(self) -> None:
        """Show the answer, if there is one that is not shown yet."""
        xray = self._book.answer
        if xray is None or xray is self._drawn:
            return
        self._drawn = xray
        is_there = xray.row is not None
        self.title.configure(text=title_of(xray) if is_there else _(_TITLE))
        self.sentence.configure(text="" if is_there else _(_GONE))
        if is_there:
            self.sentence.pack_forget()
        self.diagram.show(xray.fields)
        self._tell(xray)
        missing = xray.missing_bytes
        is_masked = bool(xray.row and xray.row.masking_key)
        self._fill(self.wire, hex_dump(xray.wire_payload, missing=missing))
        unmasked = hex_dump(xray.payload, missing=missing) if is_masked else _(_NO_MASK)
        self._fill(self.unmasked, unmasked if is_there else "")
        self._fill(self.message, readable(xray.message or xray.payload))
        self._link(xray)
        self._allow(xray)

    # Making --------------------------------------------------------------------------------------

    def _make_links(self) -> None:
        look = self._look
        row = self._link_row = look.frame(self.body)
        row.grid(row=0, column=0, columnspan=3, sticky="ew", pady=(0, look.px(6)))
        self.previous_button, self.next_button = (
            look.icon_button(
                row, icon, partial(self._step, step), tip=_(tip), surface=Surface.PANEL
            )
            for icon, step, tip in (("chevron-left", -1, _PREVIOUS), ("chevron-right", 1, _NEXT))
        )
        self.previous_button.pack(side="left")
        self.next_button.pack(side="left")
        self._link_label = look.label(row, tone=Tone.MUTED)
        self._link_label.pack(side="left", padx=look.px(8))
        # As high as with buttons in it, so that nothing jumps from frame to frame.
        sample = look.button(row, "0", lambda: None)
        row.configure(height=sample.winfo_reqheight())
        row.pack_propagate(flag=False)
        sample.destroy()

    def _make_upper(self) -> None:
        look = self._look
        upper = look.frame(self.body)
        upper.grid(row=1, column=0, columnspan=3, sticky="nsew")
        self.diagram = BitDiagram(look, upper)
        self.diagram.canvas.grid(row=0, column=0, sticky="nw")
        box = look.frame(upper)
        box.grid(row=0, column=1, sticky="nsew", padx=(look.px(10), 0))
        self.facts = self._read_only(box, FontName.BODY, "word")
        self.facts.configure(height=4, width=10)
        upper.grid_columnconfigure(1, weight=1)

    def _make_panes(self) -> None:
        look = self._look
        self.wire, self.unmasked, self.message = (
            self._pane(column, _(heading), wrap)
            for column, (heading, wrap) in enumerate(
                ((_WIRE, "none"), (_UNMASKED, "none"), (_MESSAGE, "char"))
            )
        )
        for pane in (self.wire, self.unmasked):
            pane.configure(width=ROW_CHARS)
        self.message.configure(width=10)
        self.body.grid_rowconfigure(2, minsize=look.px(10))
        self.body.update_idletasks()
        taken = 2 * self.wire.winfo_reqwidth() + look.px(_MARGINS_PX)
        room = look.root.winfo_width() - taken
        least, most = look.px(_LEAST_MESSAGE_PX), look.px(_MOST_MESSAGE_PX)
        self.body.grid_columnconfigure(2, weight=1, minsize=min(max(room, least), most))

    def _pane(self, column: int, heading: str, wrap: str) -> tkinter.Text:
        look = self._look
        label = look.label(self.body, heading, tone=Tone.MUTED)
        gap = (look.px(10) if column else 0, 0)
        label.grid(row=3, column=column, sticky="w", padx=gap)
        box = look.frame(self.body)
        box.grid(row=4, column=column, sticky="nsew", padx=gap)
        pane = self._read_only(box, FontName.FIXED, wrap)
        pane.configure(height=_PANE_ROWS)
        return pane

    def _read_only(self, box: ttk.Frame, font_name: FontName, wrap: str) -> tkinter.Text:
        look, palette = self._look, self._look.palette
        text = look.text(box, font_name)
        text.tk.call(text, "configure", "-wrap", wrap)
        text.configure(
            padx=look.px(6),
            pady=look.px(4),
            background=palette.zebra,
            foreground=palette.text,
            highlightcolor=palette.accent,
            highlightbackground=palette.grid,
            selectbackground=palette.selection,
            selectforeground=palette.text,
        )
        text.tag_configure(_DIM, foreground=palette.muted)
        text.tag_configure(_WARN, foreground=palette.bad)
        look.scroll(text)
        return text

    def _make_buttons(self) -> None:
        self.close_button = self.add_button(_(_CLOSE), self.close, ButtonKind.PRIMARY)
        self.copy_text_button = self.add_button(_(_COPY_TEXT), self._copy_text)
        self.copy_hex_button = self.add_button(_(_COPY_HEX), self._copy_hex)
        self.client_button = self.add_left_button(_(_SHOW_CLIENT), self._show_client)
        self.message_button = self.add_left_button(_(_SHOW_MESSAGE), self._show_message)

    def _bind_deep(self, widget: tkinter.Misc, sequence: str, step: int) -> None:
        def act(_event: object) -> str:
            self._step(step)
            return "break"

        widget.bind(sequence, act)
        for child in widget.winfo_children():
            self._bind_deep(child, sequence, step)

    # Drawing -------------------------------------------------------------------------------------

    def _tell(self, xray: FrameXray) -> None:
        text = self.facts
        text.configure(state="normal")
        text.delete("1.0", "end")
        for fact in facts_of(xray):
            text.insert("end", f"{fact}\n", _WARN if fact.startswith("⚠") else "")
        if xray.deliveries:
            self._tell_deliveries(xray)
        text.configure(state="disabled")

    def _tell_deliveries(self, xray: FrameXray) -> None:
        cells = [delivery_cells(each) for each in xray.deliveries]
        heading = tuple(map(_, _DELIVERED))
        look, at, stops = self._look, 0, []
        for column in zip(*[heading, *cells], strict=True):
            widest = max(column, key=len)
            at += min(look.measure(widest), look.px(120)) + look.px(12)
            stops.append(str(at))
        self.facts.tag_configure(_CELLS, tabs=tuple(stops), wrap="none")
        self.facts.insert("end", "\t".join(heading) + "\n", (_CELLS, _DIM))
        rows = [(look.elided(who, look.px(120)), *rest) for who, *rest in cells]
        self.facts.insert("end", "\n".join(map("\t".join, rows)), _CELLS)

    def _fill(self, pane: tkinter.Text, content: str) -> None:
        pane.configure(state="normal")
        pane.replace("1.0", "end", content)
        pane.configure(state="disabled")

    def _link(self, xray: FrameXray) -> None:
        """Offer the other fragments of its message, or the frames that it went out as."""
        for button in self._links:
            button.destroy()
        self._links = []
        number = xray.row.number if xray.row else 0
        if len(xray.fragments) > 1:
            label, numbers = _(_FRAGMENTS), xray.fragments
        else:
            numbers = tuple(each for each in xray.carried_by if each != number)
            label = _(_CARRIED) if numbers else ""
        self._link_label.configure(text=f"{label}:" if label else "")
        for other in numbers[:_MOST_LINKS]:
            button = self._look.button(
                self._link_row, count(other), partial(self._actions.open, other)
            )
            button.configure(state="disabled" if other == number else "normal")
            button.pack(side="left", padx=(0, self._look.px(4)))
            button.bind("<Escape>", lambda _event: self.close())
            self._links.append(button)
        if len(numbers) > _MOST_LINKS:
            self._link_label.configure(text=f"{label} ({count(len(numbers))}):")

    def _allow(self, xray: FrameXray) -> None:
        """Let only those buttons be pressed that would do something."""
        number = self._book.wanted
        for button, is_possible in (
            (self.client_button, bool(xray.row and xray.row.client_id)),
            (self.message_button, bool(xray.seq)),
            (self.copy_hex_button, bool(xray.header)),
            (self.copy_text_button, bool(xray.message or xray.payload)),
            (self.previous_button, bool(self._actions.neighbour(number, -1))),
            (self.next_button, bool(self._actions.neighbour(number, 1))),
        ):
            button.configure(state="normal" if is_possible else "disabled")

    # What the person does ------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        other = self._actions.neighbour(self._book.wanted, step)
        if other:
            self._actions.open(other)

    def _copy_hex(self) -> None:
        """Copy the frame exactly as it was on the wire, as far as it is known."""
        if self._drawn is not None:
            self._copy((self._drawn.header + self._drawn.wire_payload).hex(" "))

    def _copy_text(self) -> None:
        if self._drawn is not None:
            self._copy(as_text(self._drawn.message or self._drawn.payload))

    def _copy(self, text: str) -> None:
        self.frame.clipboard_clear()
        self.frame.clipboard_append(text)

    def _show_client(self) -> None:
        if self._drawn is not None and self._drawn.row is not None:
            row = self._drawn.row
            self.close()
            self._actions.show_client(row)

    def _show_message(self) -> None:
        if self._drawn is not None:
            seq = self._drawn.seq
            self.close()
            self._actions.show_message(seq)
