"""The command line: reads it into settings, and starts the program with a window or without."""

from __future__ import annotations

import argparse
import gc
import ipaddress
import logging
import sys
import traceback
from pathlib import Path

import platformdirs
from msgspec.structs import replace

from wschat_gui import __version__, app
from wschat_gui.config import DEFAULT_PORT, Preferences, Settings
from wschat_gui.language import LANGUAGES
from wschat_gui.log_file import log_file
from wschat_gui.no_window import NoWindow, check_for_screen
from wschat_gui.saved import FILE_NAME, Saved
from wschat_gui.window_claim import SecondStart, WindowClaim, claim_or_call

_ALREADY_OPEN = (
    "A window is open over {folder} already; it is in front now. What else was typed here has no "
    "effect on it. For a second room, give another --data-dir."
)
_HANGS = (
    "A window is open over {folder} already, but it does not answer. End it, and start again; or "
    "give another --data-dir."
)
_log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Run the program with `arguments`, those of the process by default; return its status."""
    gc.disable()  # until `app.keep_for_good`: hardly anything of what is made until then goes again
    try:
        return _run(arguments)
    finally:
        gc.enable()


def _run(arguments: list[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["export"]:
        return _export(given[1:])
    options = _parser().parse_args(given)
    _configure_logging(options.log_level)
    saved = Saved(_settings_file(options))
    settings = _settings(options, saved.choices.settings)
    if not options.headless:
        preferences = _preferences(options, saved.choices.preferences)
        folder = options.data_dir or _default_data_dir()
        try:
            check_for_screen()
            return _show_window(folder, settings, preferences, saved)
        except NoWindow as reason:
            print(f"{reason} Hosting without one.", file=sys.stderr, flush=True)
    if saved.trouble is not None:
        print(saved.trouble.sentence, file=sys.stderr, flush=True)
    return app.run_headless(settings)


def _show_window(folder: Path, settings: Settings, preferences: Preferences, saved: Saved) -> int:
    """Host with the one window that `folder` can have; return the exit status."""
    app.let_window_come_forward()
    claim = claim_or_call(folder)
    match claim:
        case SecondStart.ANSWERED:
            print(_ALREADY_OPEN.format(folder=folder), flush=True)
            return 0
        case SecondStart.UNANSWERED:
            sentence = _HANGS.format(folder=folder)
            print(sentence, file=sys.stderr, flush=True)
            app.show_fatal(str(folder), sentence)
            return 1
        case WindowClaim():
            with log_file(folder):
                try:
                    return app.run_window(settings, preferences, saved, claim.take_call)
                except NoWindow:
                    raise
                except Exception:  # noqa: BLE001  (there may be no terminal to show it)
                    _log.critical("the window cannot go on", exc_info=True)
                    app.show_fatal(traceback.format_exc())
                    return 1
                finally:
                    claim.release()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wschat-gui",
        description="Host a chat on the local network: others need only a browser.",
        epilog="What is not given here is as it was last set in the window's settings.",
    )
    add = parser.add_argument
    add("--headless", action="store_true", help="host without a window, until Ctrl+C")
    add("--bind", metavar="ADDR", type=_ip, help="listen on this IP address only")
    add(
        "--port",
        metavar="N",
        type=_port,
        help=f"TCP port, at first {DEFAULT_PORT}; the next free one if it is taken; 0: any",
    )
    add(
        "--data-dir",
        metavar="DIR",
        type=Path,
        help="where transcript, settings and log file are kept; "
        f"by default {_default_data_dir()} and the folders that this system has for the others",
    )
    add("--room-name", metavar="NAME", type=_text, help="shown to everybody")
    add("--room-code", metavar="CODE", type=_text, help="asked of everybody who joins")
    add(
        "--allow-origin",
        metavar="ORIGIN",
        action="append",
        help="let pages from ORIGIN join too, such as http://example.org; may be repeated",
    )
    add("--no-limits", action="store_true", help="lift flood and client limits, for benchmarks")
    add("--no-archive", action="store_true", help="keep messages in memory only")
    add("--cert", metavar="FILE", type=Path, help="certificate chain in PEM, for https")
    add("--key", metavar="FILE", type=Path, help="its private key in PEM")
    add("--lang", metavar="CODE", choices=tuple(LANGUAGES), help="language of the window")
    add(
        "--log-level",
        metavar="L",
        type=str.upper,
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        default="INFO",
        help="debug, info, warning or error",
    )
    add("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _export(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="wschat-gui export", description="Write a transcript into a file."
    )
    add = parser.add_argument
    default, formats = _default_data_dir(), app.export_formats()
    help_ = "where the transcript is kept; by default %(default)s"
    add("--data-dir", metavar="DIR", type=Path, default=default, help=help_)
    add(
        "--format",
        metavar="F",
        choices=formats,
        required=True,
        dest="form",
        help="one of " + ", ".join(formats),
    )
    add("-o", "--output", metavar="FILE", type=Path, required=True, help="the file to write")
    options = parser.parse_args(arguments)
    return app.run_export(options.data_dir, options.form, options.output)


def _default_data_dir() -> Path:
    return platformdirs.user_data_path("WSChat", appauthor=False)


def _settings_file(options: argparse.Namespace) -> Path:
    folder: Path = options.data_dir or platformdirs.user_config_path("WSChat", appauthor=False)
    return folder / FILE_NAME


def _settings(options: argparse.Namespace, saved: Settings) -> Settings:
    """Put what was given on the command line in front of what is saved, for this run."""
    if (options.cert is None) != (options.key is None):
        _parser().error("--cert and --key go together")
    given = {
        "bind": options.bind,
        "port": options.port,
        "room_name": options.room_name,
        "room_code": options.room_code,
        "allowed_origins": None if options.allow_origin is None else tuple(options.allow_origin),
        "limits": saved.limits.lifted() if options.no_limits else None,
    }
    return replace(
        saved,
        certificate=options.cert,
        private_key=options.key,
        data_dir=None if options.no_archive else options.data_dir or _default_data_dir(),
        **{name: value for name, value in given.items() if value is not None},
    )


def _preferences(options: argparse.Namespace, saved: Preferences) -> Preferences:
    return saved if options.lang is None else replace(saved, language=options.lang)


def _configure_logging(level: str) -> None:
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stdout)
    if level != "DEBUG":
        # Of each connection the engine tells that it came and went; the room's own log does too.
        logging.getLogger("websockets").setLevel(logging.ERROR)


def _ip(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an IP address") from error


def _text(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        # Bytes that are no text in the terminal's encoding reach us as lone surrogates.
        raise argparse.ArgumentTypeError("this is not readable text") from error
    return argument


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError(f"{port} is not a port: 0 to 65535 are")
    return port


if __name__ == "__main__":
    sys.exit(main())
