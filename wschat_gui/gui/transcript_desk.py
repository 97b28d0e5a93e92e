"""Carries out what the window asks of the transcript: search, export, keep, and delete.

What deletes messages asks first; how a question reads is the dialogs'.
"""

from __future__ import annotations

from collections.abc import Callable

from wschat_gui.bridge.commands import (
    CancelExport,
    Command,
    DeleteBefore,
    DeleteEverything,
    DeleteMessage,
    DeleteOfClient,
    Deletion,
    Export,
)
from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.config import Keep, KeepFor
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.deletion_dialogs import (
    DeleteBeforeDialog,
    delete_everything_dialog,
    delete_message_dialog,
    delete_of_client_dialog,
)
from wschat_gui.gui.file_choice import ChooseFile
from wschat_gui.gui.message_menu import MessageActions
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.retention_dialogs import DaysDialog, shorter_dialog
from wschat_gui.gui.theme import Look
from wschat_gui.gui.transcript_panel import SearchActions
from wschat_gui.gui.transcript_tools import ToolActions
from wschat_gui.language import N_, _
from wschat_gui.model.exporting import FORMS, form_of
from wschat_gui.model.keeping import loses_messages
from wschat_gui.model.parts import Part
from wschat_gui.model.search import SearchForm, question
from wschat_gui.model.state import WindowState

_NO_FORM = N_("Nothing was exported: the name of the file must end in one of {endings}.")
_SENDER_GONE = N_("Whoever sent this is no longer known here.")
_NOT_A_MESSAGE = N_("Only messages can be deleted, and this line is none.")


class TranscriptDesk:
    """Between the transcript's widgets and the server."""

    def __init__(
        self,
        look: Look,
        state: WindowState,
        counter: Counter,
        choose_file: ChooseFile,
        show_client: Callable[[int], bool],
    ) -> None:
        """Work on `state`, through `counter`; `show_client` is False if it is long forgotten."""
        self._look = look
        self._choose_file = choose_file
        self._state = state
        self._counter = counter
        self._show_client = show_client
        self.search_actions = SearchActions(
            search=self._search,
            clear=self._clear,
            more=self._more,
            open_hit=self._open_hit,
            close_context=self._close_context,
        )
        self.message_actions = MessageActions(
            delete=self._delete_message,
            delete_of_client=self._delete_of_client,
            go_to_sender=self._go_to_sender,
        )
        self.tool_actions = ToolActions(
            keep=self._ask_keep,
            ask_days=self._ask_days,
            export=self._begin_export,
            cancel_export=self._cancel_export,
            delete_before=self._ask_delete_before,
            delete_everything=self._ask_delete_everything,
        )

    # Searching -----------------------------------------------------------------------------------

    def _search(self, form: SearchForm) -> None:
        self._ask(self._state.search.ask(question(form)))

    def _more(self) -> None:
        asked = self._state.search.ask_more()
        if asked is not None:
            self._ask(asked)

    def _open_hit(self, hit: LogLine) -> None:
        self.open_message(hit.seq)

    def open_message(self, seq: int) -> None:
        """Show a message among those around it."""
        self._ask(self._state.search.open(seq))

    def _clear(self) -> None:
        self._state.search.clear()
        self._counter.mark(Part.SEARCH)

    def _close_context(self) -> None:
        self._state.search.close_context()
        self._counter.mark(Part.SEARCH)

    def _ask(self, command: Command) -> None:
        if not self._counter.post(command):
            self._state.search.give_up()
        self._counter.mark(Part.SEARCH)

    # Export --------------------------------------------------------------------------------------

    def _begin_export(self) -> None:
        path = self._choose_file(self._look.root)
        if not path:
            return
        form = form_of(path)
        if form is None:
            endings = ", ".join(f".{each}" for each in FORMS)
            self._counter.say(_(_NO_FORM).format(endings=endings), Tone.WARNING)
        elif self._counter.post(Export(path=path, form=form)):
            self._state.export.begin()
            self._counter.mark(Part.EXPORT)

    def _cancel_export(self) -> None:
        if self._counter.post(CancelExport()):
            self._state.export.begin_cancel()
            self._counter.mark(Part.EXPORT)

    def tell_export_end(self) -> None:
        """Say what an export's end was, if one has ended."""
        ended = self._state.export.take_ended()
        if ended:
            self._counter.say(ended)

    # Keeping -------------------------------------------------------------------------------------

    def _ask_days(self) -> None:
        def take(days: int) -> None:
            self._ask_keep(Keep(how_long=KeepFor.DAYS, days=days))

        self._counter.show(lambda closed: DaysDialog(self._look, take, closed))

    def _ask_keep(self, keep: Keep) -> None:
        if not loses_messages(self._counter.keep, keep):
            self._counter.change_keep(keep)
            return
        self._counter.show(
            lambda closed: shorter_dialog(
                self._look, keep, lambda: self._counter.change_keep(keep), closed
            )
        )

    # Deleting ------------------------------------------------------------------------------------

    def _ask_delete_before(self) -> None:
        """Ask for a date, then delete what was said before it."""
        self._counter.show(
            lambda closed: DeleteBeforeDialog(
                self._look, lambda span: self._delete(DeleteBefore(at_ms=span.begin_ms)), closed
            )
        )

    def _ask_delete_everything(self) -> None:
        """Ask, then delete the whole transcript."""
        self._counter.show(
            lambda closed: delete_everything_dialog(
                self._look, lambda: self._delete(DeleteEverything()), closed
            )
        )

    def _delete_message(self, line: LogLine) -> None:
        if not line.seq:
            self._counter.say(_(_NOT_A_MESSAGE))
            return
        self._counter.show(
            lambda closed: delete_message_dialog(
                self._look, line, lambda: self._delete(DeleteMessage(seq=line.seq)), closed
            )
        )

    def _go_to_sender(self, line: LogLine) -> None:
        """Select in the table who sent it."""
        if not line.client_id or not self._show_client(line.client_id):
            self._counter.say(_(_SENDER_GONE))

    def _delete_of_client(self, line: LogLine) -> None:
        if not line.seq or line.kind is not LineKind.SAID:
            self._counter.say(_(_NOT_A_MESSAGE))
            return
        deletion = DeleteOfClient(client_id=line.client_id)
        self._counter.show(
            lambda closed: delete_of_client_dialog(
                self._look, line, lambda: self._delete(deletion), closed
            )
        )

    def _delete(self, deletion: Deletion) -> None:
        self._counter.post(deletion)
