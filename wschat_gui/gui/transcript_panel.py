"""The tab with the transcript: search, hits, and a hit among what was said around it.

What to ask the server is the desk's; the row of tools at the bottom is `transcript_tools.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from msgspec import Struct

from wschat_gui.bridge.events import LogLine
from wschat_gui.gui.line_text import LineText
from wschat_gui.gui.message_menu import MessageActions, MessageMenu
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.search_form import SearchFields
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import count, counted
from wschat_gui.model.log import DATED
from wschat_gui.model.moments import NoMoment
from wschat_gui.model.search import SearchBook, SearchForm, question

_TAB = N_("Transcript")
_WORDS_TIP = N_("Words that all must be in the message")
_MORE = N_("More")
_MORE_TIP = N_("Show the next older hits")
_BACK = N_("Back to the hits")
_BACK_TIP = N_("Esc")
_SEARCHING = N_("Searching …")
_NEWEST = N_("the newest {n} hits; there are more")
_AROUND = N_("what was said around the hit ▶")
_HIT_GONE = N_("The message has been deleted meanwhile.")
_NOT_ASKED = N_("Type words, a nick or dates. Enter alone shows the newest messages.")
_NOTHING = N_("Nothing found. Fewer or shorter words find more.")


class SearchActions(Struct, frozen=True, kw_only=True):
    """What the tab can ask for."""

    search: Callable[[SearchForm], None]
    clear: Callable[[], None]
    more: Callable[[], None]
    open_hit: Callable[[LogLine], None]
    close_context: Callable[[], None]


class TranscriptPanel:
    """One tab of the lower panel."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        book: SearchBook,
        shortcuts: Shortcuts,
        *,
        actions: SearchActions,
        message_actions: MessageActions,
    ) -> None:
        """Add the tab to `tabs`."""
        self._look = look
        self._tabs = tabs
        self._book = book
        self._actions = actions
        self._mistake = ""
        self._drawn: object = None
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        self.fields = SearchFields(look, self.frame, typed=self._typed, entered=self._ask)
        self.fields.frame.grid(row=0, column=0, sticky="ew")
        self._make_info_row()
        body = look.frame(self.frame)
        body.grid(row=2, column=0, sticky="nsew")
        self.lines = LineText(look, body, DATED)
        self.menu = MessageMenu(look, self.lines, message_actions)
        self._empty = look.label(body, tone=Tone.MUTED)
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(2, weight=1)
        look.tooltip(self.fields.words, shortcuts.hint(_(_WORDS_TIP), Key.SEARCH))
        shortcuts.bind(Key.SEARCH, self._go_to_search)
        self._bind()
        self.render()

    @property
    def hint(self) -> str:
        """What is said in place of rows; empty while there are rows."""
        return str(self._empty.cget("text")) if self._empty.winfo_manager() else ""

    def add_below(self, row: ttk.Frame) -> None:
        """Put a row of tools below the messages."""
        row.grid(row=3, column=0, sticky="ew", pady=(self._look.px(8), 0))

    def show(self) -> None:
        """Bring the tab to the front, the keys going to the messages."""
        self._tabs.tk.call(self._tabs, "select", self.frame)
        self.lines.text.focus_set()

    def render(self) -> None:
        """Show what was found, or how it stands."""
        book, context = self._book, self._book.context
        drawn = (context.seq if context else 0, book.shown)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw_lines()
        text, tone = self._info()
        self._look.set_tone(self.info, tone)
        self.info.configure(text=text)
        _show(self.more_button, is_shown=context is None and book.has_more)
        _show(self.back_button, is_shown=context is not None)
        hint = self._hint()
        self._empty.configure(text=hint)
        if hint:
            self._empty.place(relx=0.5, rely=0.5, anchor="center")
        else:
            self._empty.place_forget()

    def _draw_lines(self) -> None:
        shown, before = self._book.shown, self.lines.rows
        context = self._book.context
        if context is None and before and shown[: len(before)] == before:
            self.lines.append(shown[len(before) :])
            return
        self.lines.show(shown, hit_seq=context.seq if context else 0)
        if context is not None:
            self._show_hit(context.seq)

    def _show_hit(self, seq: int) -> None:
        seqs = [line.seq for line in self.lines.rows]
        if seq not in seqs:
            return
        number = seqs.index(seq) + 1
        self.lines.choose(number)
        # In the middle: both what led to it and what followed is of interest.
        rows = int(self.lines.text.winfo_height()) // max(1, self._look.line_height())
        self.lines.text.yview(f"{max(1, number - rows // 3)}.0")
        self.lines.text.see(f"{number}.0")
        self.lines.colour_visible()

    def _info(self) -> tuple[str, Tone]:
        book, context = self._book, self._book.context
        trouble = self._mistake or (context.trouble if context else book.trouble)
        if trouble:
            return f"⚠ {trouble}", Tone.WARNING
        if context is not None:
            if context.is_waiting:
                return _(_SEARCHING), Tone.MUTED
            is_there = any(line.seq == context.seq for line in context.lines)
            return (_(_AROUND), Tone.MUTED) if is_there else (f"⚠ {_(_HIT_GONE)}", Tone.WARNING)
        if book.is_waiting:
            return _(_SEARCHING), Tone.MUTED
        if not book.hits:
            return "", Tone.MUTED
        if book.has_more:
            return _(_NEWEST).format(n=count(len(book.hits))), Tone.MUTED
        return counted("{n} hit", "{n} hits", len(book.hits)), Tone.MUTED

    def _hint(self) -> str:
        book = self._book
        if book.shown or book.context is not None or book.is_waiting or self._mistake:
            return ""
        if book.asked is None:
            return _(_NOT_ASKED)
        return "" if book.trouble else _(_NOTHING)

    # What the person does ------------------------------------------------------------------------

    def _typed(self, form: SearchForm) -> None:
        if form.is_empty:
            self._mistake = ""
            self._actions.clear()
        else:
            self._ask(form)

    def _ask(self, form: SearchForm) -> None:
        try:
            question(form)
        except NoMoment as mistake:
            self._mistake = str(mistake)
            self.render()
        else:
            self._mistake = ""
            self._actions.search(form)

    def _open_chosen(self) -> str:
        chosen = self.lines.chosen
        if chosen is not None and self._book.context is None:
            self._actions.open_hit(chosen)
        return "break"

    def _go_back(self) -> None:
        context = self._book.context
        if context is None:
            return
        self._actions.close_context()
        self.render()
        self._show_hit(context.seq)
        self.lines.text.focus_set()

    def _go_to_search(self) -> None:
        self._tabs.tk.call(self._tabs, "select", self.frame)
        self.fields.words.focus_set()

    def _go_to_lines(self) -> None:
        self.lines.text.focus_set()
        if self.lines.chosen is None:
            self.lines.choose(1)

    def _bind(self) -> None:
        text = self.lines.text
        for sequence in ("<Return>", "<KP_Enter>", "<Double-Button-1>"):
            text.bind(sequence, lambda _event: self._open_chosen())
        text.bind("<Escape>", lambda _event: self._go_back())
        self.fields.words.bind("<Down>", lambda _event: self._go_to_lines())
        text.bind("<Map>", lambda _event: text.after_idle(self.lines.colour_visible), add="+")

    def _make_info_row(self) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=1, column=0, sticky="ew", pady=look.px(6))
        self.info = look.label(row, tone=Tone.MUTED)
        self.info.configure(justify="left")
        self.info.grid(row=0, column=0, sticky="w")
        self.more_button = look.button(row, _(_MORE), self._actions.more)
        self.more_button.grid(row=0, column=1, padx=(look.px(8), 0))
        look.tooltip(self.more_button, _(_MORE_TIP))
        self.back_button = look.button(row, _(_BACK), self._go_back, icon="arrow-left")
        self.back_button.grid(row=0, column=2, padx=(look.px(8), 0))
        look.tooltip(self.back_button, _(_BACK_TIP))
        row.grid_columnconfigure(0, weight=1)
        # Its height does not change with its buttons, so that the rows below stay where they are.
        row.grid_rowconfigure(0, minsize=self.back_button.winfo_reqheight())
        row.bind("<Configure>", lambda event: self._rewrap(event.width))

    def _rewrap(self, width: int) -> None:
        self.info.configure(wraplength=max(self._look.px(200), width - self._look.px(150)))


def _show(button: ttk.Button, *, is_shown: bool) -> None:
    if is_shown:
        button.grid()
    else:
        button.grid_remove()
